import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** Teal, from paper to deep water; shades 6 to 9 carry white text. */
const teal: MantineColorsTuple = ['#eaf7f6', '#d3ecea', '#a6d8d4', '#74c2bc', '#4bada6', '#2c9a94', '#14827d', '#0b6e6e', '#085a5b', '#044748'];

/** Grey with a little of the water in it, light to dark. */
const night: MantineColorsTuple = ['#e4eceb', '#c0cccc', '#a3b3b3', '#7f9090', '#566665', '#32403f', '#22302e', '#17211f', '#0f1716', '#0a100f'];

const fonts = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif';

/** Desktop screens stand beside each other from here on; below, they become cards and tabs. In em, as media queries want. */
export const wide = '48em';

export const theme = createTheme({
  primaryColor: 'kang',
  primaryShade: { light: 7, dark: 6 },
  colors: { kang: teal, dark: night },
  fontFamily: fonts,
  headings: { fontFamily: fonts, fontWeight: '650', sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.35' }, h2: { fontSize: '1.15rem', lineHeight: '1.4' }, h3: { fontSize: '1rem', lineHeight: '1.45' } } },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: { Modal: { defaultProps: { attributes: { header: { role: 'presentation' } } } }, Popover: { defaultProps: { shadow: 'md' } }, Combobox: { defaultProps: { shadow: 'md' } }, Menu: { defaultProps: { shadow: 'md' } } },
});

/** Quiet text stays readable (Mantine's own is 3.3 : 1), and surfaces take our tokens. */
export const variables: CSSVariablesResolver = () => {
  const own = { '--mantine-color-dimmed': 'var(--k-dimmed)', '--mantine-color-body': 'var(--k-surface)', '--mantine-color-text': 'var(--k-text)', '--mantine-color-default-border': 'var(--k-line)', '--mantine-color-placeholder': 'var(--k-dimmed)', '--mantine-color-error': 'var(--k-bad)' };
  return {
    variables: {},
    light: { ...own, '--mantine-color-kang-light-color': '#085a5b', '--mantine-color-anchor': '#0b6e6e' },
    dark: { ...own, '--mantine-color-kang-light-color': '#a6d8d4', '--mantine-color-anchor': '#74c2bc' },
  };
};
