/** The words of the layers of many points. */

import { gettext, numberText, ngettext } from "../model/i18n";
import { cameraKindWord, cameraStatusWord } from "../model/words";
import type { PointWords } from "./point-filter";

export const cameraWords = (): PointWords => ({
  title: gettext("Cameras"), statuses: gettext("Cameras by status"), kinds: gettext("Cameras by kind"), status: cameraStatusWord, kind: cameraKindWord,
  shown: (shown, all) => ngettext("%(shown)s of %(all)s camera shown", "%(shown)s of %(all)s cameras shown", all, { shown: numberText(shown), all: numberText(all) }),
});
