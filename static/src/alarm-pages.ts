/** The pages of alarms: maps in forms, and their look. */

import "../css/alarm-pages.css";
import "./admin-map";
