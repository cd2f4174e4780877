/** The light build (no DRM, no subtitles) has the names of the whole. */
declare module "hls.js/light" {
  export { default } from "hls.js";
  export * from "hls.js";
}
