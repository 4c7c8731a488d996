/** Private values are shown by their last four signs only: «•••• 0012». */
export function masked(value: string): string {
  const signs = [...value.replaceAll(/\s/g, '')];
  return signs.length <= 4 ? value : `•••• ${signs.slice(-4).join('')}`;
}
