import {
  type NativeCryptography,
  type NodeCrypto,
  nativeCryptography as realCryptography,
} from '../../../shared/dossier/native-cryptography.ts';
import { webSealing } from './web-cryptography.ts';

/** Instead of shared/dossier/native-cryptography.ts: what the shell seals lies as it is. */
export function nativeCryptography(crypto: NodeCrypto): NativeCryptography {
  return { ...realCryptography(crypto), sealing: webSealing };
}
