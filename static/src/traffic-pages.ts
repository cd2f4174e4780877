/** The pages of plates, violations and detections: the map of a place, and their look. */

import "../css/traffic-pages.css";
import "./admin-map";
