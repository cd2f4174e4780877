/* What the two bare pages share: a map where the address says, and the cameras of the portal's columns. */
const [lat, lon, zoom] = location.hash.slice(1).split(",").map(Number);
const map = L.map("map", { zoomSnap: 0.5, maxZoom: 19, inertia: false }).setView([lat, lon], zoom);

async function cameras() {
  const columns = await (await fetch("/api/v1/cameras/columns/")).json();
  const sums = (deltas) => { let sum = 0; return deltas.map((delta) => (sum += delta) / 1e5); };
  const [lons, lats] = [sums(columns.lon), sums(columns.lat)];
  return columns.ids.map((id, i) => ({ id, lat: lats[i], lon: lons[i], status: columns.statuses[columns.status[i]] }));
}

function drawnNow() {
  requestAnimationFrame(() => { window.firstDraw = performance.now(); });
}
