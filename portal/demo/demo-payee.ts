import type { Payee } from '../../shared/portal-contract/payment.ts';

/** Nobody's account at a bank that does not exist, so that no app can send it money. A city writes its own into the settings file. */
export const demoPayee: Payee = {
  name: 'TAI KHOAN THU NGHIEM',
  bank: 'Ngân hàng minh họa, không chuyển tiền được',
  bin: '999999',
  account: '0000000000',
};
