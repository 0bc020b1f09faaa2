/** Light or dark as the phone has it. */
export function startScheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const settle = () => {
    document.documentElement.dataset['mantineColorScheme'] = dark.matches ? 'dark' : 'light';
  };
  settle();
  // Safari 13 and older have no such event; there it stays as it was at the start.
  dark.addEventListener?.('change', settle);
}
