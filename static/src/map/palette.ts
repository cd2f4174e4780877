/** The theme's colours as the canvas needs them: read from the style sheet, so that there is one place for each. */

const NAMES = {
  land: "--map-land", own: "--map-own", sea: "--map-sea", lake: "--map-lake", border: "--map-border", grid: "--map-grid",
  label: "--map-label", labelStrong: "--map-label-strong", halo: "--map-halo",
  p1: "--p1", p2: "--p2", p3: "--p3", p4: "--p4", p5: "--p5", onPriority: "--on-priority", edge: "--priority-edge",
  free: "--unit-free", moving: "--unit-moving", scene: "--unit-scene", busy: "--unit-busy", off: "--unit-off",
  cameraOnline: "--camera-online", cameraDegraded: "--camera-degraded", cameraOffline: "--camera-offline",
  cameraMaintenance: "--camera-maintenance", cameraUnknown: "--camera-unknown", cone: "--camera-cone",
  sensorOk: "--sensor-ok", sensorCrossed: "--sensor-crossed", sensorStale: "--sensor-stale", sensorMaintenance: "--sensor-maintenance", sensorUnknown: "--sensor-unknown",
  surface: "--surface", text: "--text", accent: "--accent",
} as const;

export type Palette = Readonly<Record<keyof typeof NAMES, string>>;

let known: Palette | null = null;

export function palette(): Palette {
  if (known) return known;
  const style = getComputedStyle(document.documentElement);
  const entries = Object.entries(NAMES).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]);
  return (known = Object.fromEntries(entries) as Palette);
}

export function forgetPalette(): void {
  known = null;
}

export function cameraColour(status: string): string {
  const colours = palette();
  switch (status) {
    case "online": return colours.cameraOnline;
    case "degraded": return colours.cameraDegraded;
    case "offline": return colours.cameraOffline;
    case "maintenance": return colours.cameraMaintenance;
    default: return colours.cameraUnknown;
  }
}

export function sensorColour(status: string): string {
  const colours = palette();
  switch (status) {
    case "ok": return colours.sensorOk;
    case "crossed": return colours.sensorCrossed;
    case "stale": return colours.sensorStale;
    case "maintenance": return colours.sensorMaintenance;
    default: return colours.sensorUnknown;
  }
}

export function unitColour(status: string): string {
  const colours = palette();
  switch (status) {
    case "available": return colours.free;
    case "assigned": case "en_route": return colours.moving;
    case "on_scene": return colours.scene;
    case "busy": return colours.busy;
    default: return colours.off;
  }
}

export const CANVAS_FONT = "'Inter Variable', system-ui, 'DejaVu Sans', sans-serif";
