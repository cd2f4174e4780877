/** hls.js and its worker: a chunk of its own, loaded when the first stream is opened. */

import Hls from "hls.js/light";
import workerPath from "hls.js/dist/hls.worker.js?url";

export { Hls, workerPath };
