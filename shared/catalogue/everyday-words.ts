/**
 * What people call things, and what the names of procedures call them: English words, and Vietnamese ones that no law uses any
 * more. For finding only, never shown. Folded (`vietnamese/fold.ts`); where several stand for one, the first that fits counts.
 */
export const everydayWords: readonly (readonly [said: string, written: string])[] = [
  // What Vietnamese say.
  ['bang lai', 'giay phep lai xe'],
  ['bang lai xe', 'giay phep lai xe'],
  ['so do', 'giay chung nhan quyen su dung dat'],
  ['so hong', 'giay chung nhan quyen su dung dat'],
  ['so ho khau', 'dang ky thuong tru'],
  ['ho khau', 'thuong tru'],
  ['nhap khau', 'dang ky thuong tru'],
  ['cat khau', 'xoa dang ky thuong tru'],
  ['kt3', 'tam tru'],
  ['cmnd', 'can cuoc'],
  ['cccd', 'can cuoc'],
  ['chung minh nhan dan', 'can cuoc'],
  ['chung minh thu', 'can cuoc'],
  ['bhyt', 'bao hiem y te'],
  ['bhxh', 'bao hiem xa hoi'],
  ['bhtn', 'bao hiem that nghiep'],
  ['that nghiep', 'tro cap that nghiep'],
  ['bien so', 'dang ky xe'],
  ['ca vet xe', 'dang ky xe'],
  ['giay to xe', 'dang ky xe'],
  ['sang ten xe', 'dang ky sang ten xe'],
  ['cuoi', 'ket hon'],
  ['dam cuoi', 'ket hon'],
  ['doc than', 'tinh trang hon nhan'],
  ['bao tu', 'khai tu'],
  ['qua doi', 'khai tu'],
  ['lam nha', 'giay phep xay dung'],
  ['xay nha', 'giay phep xay dung'],
  ['sao y', 'chung thuc ban sao'],
  ['cong chung', 'chung thuc'],
  ['mo quan', 'ho kinh doanh'],
  ['mo cua hang', 'ho kinh doanh'],
  ['quan an', 'an toan thuc pham'],
  ['nguoi gia', 'nguoi cao tuoi'],
  ['nguoi tan tat', 'nguoi khuyet tat'],
  ['di hoc', 'nhap hoc'],
  ['xin hoc', 'tuyen sinh'],
  ['chuyen truong', 'chuyen truong hoc'],
  ['luong huu', 'huu tri'],
  ['ve huu', 'huu tri'],
  // What English-speaking residents say.
  ['birth certificate', 'khai sinh'],
  ['birth', 'khai sinh'],
  ['newborn', 'khai sinh'],
  ['marriage certificate', 'ket hon'],
  ['marriage', 'ket hon'],
  ['wedding', 'ket hon'],
  ['divorce', 'ly hon'],
  ['adoption', 'con nuoi'],
  ['adopt', 'con nuoi'],
  ['guardianship', 'giam ho'],
  ['death certificate', 'khai tu'],
  ['death', 'khai tu'],
  ['funeral', 'mai tang'],
  ['temporary residence', 'tam tru'],
  ['permanent residence', 'thuong tru'],
  ['temporary absence', 'tam vang'],
  ['residence', 'cu tru'],
  ['passport', 'ho chieu'],
  ['visa', 'thi thuc'],
  ['identity card', 'can cuoc'],
  ['id card', 'can cuoc'],
  ['driving licence', 'giay phep lai xe'],
  ['driving license', 'giay phep lai xe'],
  ['driver licence', 'giay phep lai xe'],
  ['driver license', 'giay phep lai xe'],
  ['drivers license', 'giay phep lai xe'],
  ['vehicle registration', 'dang ky xe'],
  ['car registration', 'dang ky xe'],
  ['motorbike', 'xe mo to'],
  ['number plate', 'dang ky xe'],
  ['health insurance', 'bao hiem y te'],
  ['social insurance', 'bao hiem xa hoi'],
  ['unemployment', 'tro cap that nghiep'],
  ['pension', 'huu tri'],
  ['work permit', 'giay phep lao dong'],
  ['job', 'viec lam'],
  ['employment', 'viec lam'],
  ['school', 'truong hoc'],
  ['kindergarten', 'mam non'],
  ['university', 'dai hoc'],
  ['scholarship', 'hoc bong'],
  ['land use right', 'quyen su dung dat'],
  ['land', 'dat dai'],
  ['house', 'nha o'],
  ['construction permit', 'giay phep xay dung'],
  ['building permit', 'giay phep xay dung'],
  ['electricity', 'dien luc'],
  ['water', 'nuoc'],
  ['business registration', 'dang ky kinh doanh'],
  ['household business', 'ho kinh doanh'],
  ['company', 'doanh nghiep'],
  ['tax', 'thue'],
  ['licence', 'giay phep'],
  ['license', 'giay phep'],
  ['permit', 'giay phep'],
  ['certificate', 'giay chung nhan'],
  ['certified copy', 'chung thuc ban sao'],
  ['copy', 'ban sao'],
  ['complaint', 'khieu nai'],
  ['denunciation', 'to cao'],
  ['disability', 'khuyet tat'],
  ['disabled', 'khuyet tat'],
  ['elderly', 'nguoi cao tuoi'],
  ['foreigner', 'nguoi nuoc ngoai'],
  ['foreign', 'nuoc ngoai'],
  ['nationality', 'quoc tich'],
  ['criminal record', 'ly lich tu phap'],
  ['medical practice', 'hanh nghe kham benh chua benh'],
  ['pharmacy', 'duoc'],
  ['food safety', 'an toan thuc pham'],
  ['lawyer', 'luat su'],
  ['notary', 'cong chung'],
  ['registration', 'dang ky'],
  ['register', 'dang ky'],
];

/**
 * The text with what is said put as it is written; undefined when nothing of it is known. Of several that begin at one word the
 * longest counts («birth certificate» before «birth»).
 */
export function inWrittenWords(folded: string): string | undefined {
  const words = folded.split(' ');
  const written: string[] = [];
  let isChanged = false;
  for (let at = 0; at < words.length; ) {
    const length = longestSaidAt(words, at);
    const meant = length === 0 ? undefined : bySaid.get(words.slice(at, at + length).join(' '));
    // Small words of English carry nothing over into a Vietnamese name.
    if (meant !== undefined) written.push(meant);
    else if (!smallWords.has(words[at] ?? '')) written.push(words[at] ?? '');
    isChanged ||= meant !== undefined;
    at += Math.max(1, length);
  }
  return isChanged ? written.join(' ') : undefined;
}

const bySaid: ReadonlyMap<string, string> = new Map(everydayWords);
const mostSaid = 3;
const smallWords: ReadonlySet<string> = new Set(['of', 'for', 'the', 'a', 'an', 'my', 'to', 'in', 'and', 'get']);

function longestSaidAt(words: readonly string[], at: number): number {
  for (let length = mostSaid; length > 0; length -= 1) {
    if (bySaid.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 0;
}
