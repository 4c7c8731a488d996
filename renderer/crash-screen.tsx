import i18next from 'i18next';
import { Component, type ReactNode } from 'react';
import { Button } from './touch/button.tsx';

interface CrashScreenProps {
  /** Logs it, and ends a visit that breaks every page. */
  readonly onCrash: () => 'reload' | 'end-visit';
  readonly children: ReactNode;
}

const reloadAfterMs = 3000;

/** A page that breaks says so, and opens again by itself at the same question: the draft lies in the shell. */
export class CrashScreen extends Component<CrashScreenProps, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: true } {
    return { crashed: true };
  }

  override componentDidCatch(): void {
    if (this.props.onCrash() === 'reload') setTimeout(() => location.reload(), reloadAfterMs);
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
    return (
      <main className="crash" role="alert">
        <h1>{i18next.t('crash.title', { ns: 'follow' })}</h1>
        <p>{i18next.t('crash.lead', { ns: 'follow' })}</p>
        <Button kind="primary" onPress={() => location.reload()}>
          {i18next.t('crash.reload', { ns: 'follow' })}
        </Button>
      </main>
    );
  }
}
