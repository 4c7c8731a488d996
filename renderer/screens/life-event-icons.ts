import type { LifeEvent } from '../../shared/catalogue/service.ts';
import { type IconName, iconNames } from '../touch/icon-names.ts';

export const lifeEventIcons: Readonly<Record<LifeEvent, IconName>> = {
  birth: 'cradle',
  residence: 'house',
  'health-insurance': 'health',
  school: 'book',
  marriage: 'rings',
  copies: 'cert',
  licences: 'licence',
  death: 'lotus',
};

/** Icons are named in catalogue files, which may be newer than this page. */
export function iconNamed(name: string): IconName {
  return (iconNames as readonly string[]).includes(name) ? (name as IconName) : 'paper';
}
