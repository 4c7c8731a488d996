import { createElement, type ReactNode } from 'react';

/**
 * Turns one of our own SVG files (flat shapes, double-quoted attributes) into React elements.
 * The files stay the one source of each drawing; `innerHTML` is not an option under Trusted Types.
 */
export function readShapes(svg: string): ReactNode[] {
  const inner = svg.slice(svg.indexOf('>') + 1);
  return [...inner.matchAll(/<([a-z]+)\s([^>]*?)\/>/g)].map(([, name = 'g', attributes = ''], index) =>
    createElement(name, { key: index, ...readAttributes(attributes) }),
  );
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([a-z-]+)="([^"]*)"/g)) {
    attributes[reactName(name)] = value;
  }
  return attributes;
}

function reactName(name: string): string {
  return name === 'class' ? 'className' : name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
