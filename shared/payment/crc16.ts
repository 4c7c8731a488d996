/**
 * CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF, nothing reflected, no final xor) as four capital hexadecimal digits; of
 * `123456789` it is `29B1`. Of the characters' codes: callers pass ASCII only.
 */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (let index = 0; index < text.length; index += 1) {
    crc ^= text.charCodeAt(index) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
