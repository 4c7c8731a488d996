import '../../../renderer/trusted-types.ts';
import { startPage } from '../../../renderer/page-update.ts';

/** The smallest page that uses the real start: what the window tests look at. */
const start = await startPage();
const state = document.getElementById('state');
if (start.state === 'ready' && state !== null) {
  state.textContent = `build ${__BUILD__}${start.isSameBuild ? '' : ' (differs)'}`;
  Object.assign(window, { pageUpdate: start.update });
}
