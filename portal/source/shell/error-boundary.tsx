// Catches what a page throws while it renders (also a chunk that is gone after an upgrade), so that the viewer never
// looks at an empty page. Another address, of the same page too, is another try. React offers this to class components only.

import { Component, type ReactNode } from 'react';
import { Notice } from './notice.tsx';

interface Props {
  readonly address: string;
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.error && before.address !== this.props.address) this.setState({ error: null });
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Notice
        title="This page broke"
        text={`Something in the portal went wrong, and nothing in your data: ${error.message}. If it does so again after a reload, tell whoever runs the gateway.`}
        action="Reload the page"
        onAction={() => location.reload()}
      />
    );
  }
}
