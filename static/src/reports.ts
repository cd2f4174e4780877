import "../css/report.css";

