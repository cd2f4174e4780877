/** The words of the layers of many points. */

import { gettext, numberText, ngettext } from "../model/i18n";
import type { SensorKind } from "../model/sensors";
import { cameraKindWord, cameraStatusWord, sensorStatusWord } from "../model/words";
import type { PointWords } from "./point-filter";

export const cameraWords = (): PointWords => ({
  title: gettext("Cameras"), statuses: gettext("Cameras by status"), kinds: gettext("Cameras by kind"), status: cameraStatusWord, kind: cameraKindWord,
  shown: (shown, all) => ngettext("%(shown)s of %(all)s camera shown", "%(shown)s of %(all)s cameras shown", all, { shown: numberText(shown), all: numberText(all) }),
});

export const sensorWords = (kinds: ReadonlyMap<string, SensorKind>): PointWords => ({
  title: gettext("Sensors"), statuses: gettext("Sensors by status"), kinds: gettext("Sensors by kind"), status: sensorStatusWord, kind: (code) => kinds.get(code)?.name ?? code,
  shown: (shown, all) => ngettext("%(shown)s of %(all)s sensor shown", "%(shown)s of %(all)s sensors shown", all, { shown: numberText(shown), all: numberText(all) }),
});
