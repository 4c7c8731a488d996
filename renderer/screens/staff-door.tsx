import { useState } from 'react';
import { useSession } from '../session/session.tsx';
import { Provisioning } from './provisioning.tsx';
import { Attendant } from './staff-attendant.tsx';
import { SignIn } from './staff-sign-in.tsx';
import { Technician } from './staff-technician.tsx';

/** Behind the two quiet doors at the foot of the tools sheet. A blank kiosk has only one thing to offer a technician. */
export function StaffDoor({ role }: { readonly role: 'attendant' | 'technician' }) {
  const { state } = useSession();
  // The last page of an installation still stands when the kiosk has become one.
  const [wasBlank] = useState(!state.kiosk);
  if (wasBlank) return <Provisioning />;
  if (state.staff?.role !== role) return <SignIn role={role} />;
  return role === 'attendant' ? <Attendant staff={state.staff} /> : <Technician staff={state.staff} />;
}
