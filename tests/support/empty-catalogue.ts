import { catalogueOf } from '../../portal/catalogue.ts';
import { workingCalendar } from '../../shared/places/working-days.ts';

/** Of a portal that judges nothing that is inside a dossier. */
export const emptyCatalogue = catalogueOf({
  services: [],
  calendar: workingCalendar({ years: [], daysOff: [], workingSaturdays: [], pending: [] }),
  places: { units: [], entries: [] },
  countries: [],
});
