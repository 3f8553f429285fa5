/// A fault in one screen leaves the frame standing and says what happened.
import { Component, type ReactNode } from 'react';
import { Trouble } from '../parts/parts';

export class Boundary extends Component<{ children: ReactNode }, { fault: Error | null }> {
  override state: { fault: Error | null } = { fault: null };
  static getDerivedStateFromError(fault: Error) {
    return { fault };
  }
  override render() {
    if (!this.state.fault) return this.props.children;
    return <Trouble fault={this.state.fault} retry={() => this.setState({ fault: null })} />;
  }
}
