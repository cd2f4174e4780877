/** The tablet's composition root: `/field/`. */

import "../css/tokens.css";
import "../css/button.css";
import "../css/form.css";
import "../css/field.css";
import { FieldPage } from "./field/page";

void FieldPage.start();
