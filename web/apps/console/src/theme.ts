import { createTheme, type CSSVariablesResolver, mergeThemeOverrides } from '@mantine/core';
import { cssVariables as shared, theme as sharedTheme } from '@retailguard/ui/theme';

/** The product's colours and font, at the size of a desk: a pointer and a keyboard, many rows. */
export const theme = mergeThemeOverrides(
  sharedTheme,
  createTheme({
    defaultRadius: 'md',
    components: {
      // Beside a colour, words are as dark as elsewhere.
      Alert: {
        defaultProps: { variant: 'light' },
        styles: {
          title: { color: 'var(--mantine-color-text)' },
          message: { color: 'var(--mantine-color-text)' },
        },
      },
      Paper: { styles: { root: { backgroundColor: 'var(--rg-surface)' } } },
      Button: { defaultProps: { size: 'sm' } },
      TextInput: { defaultProps: { size: 'sm' } },
      PasswordInput: { defaultProps: { size: 'sm' } },
      ActionIcon: { defaultProps: { size: 36 } },
      Modal: {
        defaultProps: {
          centered: true,
          styles: { title: { fontWeight: 600 } },
          closeButtonProps: { 'aria-label': 'Close' },
          // A dialog's head is no second head of the page.
          attributes: { header: { role: 'presentation' } },
        },
      },
      // Whoever goes from field to field by Tab opens a list by an arrow key, and not by passing.
      Select: { defaultProps: { openOnFocus: false, comboboxProps: { shadow: 'md' } } },
      MultiSelect: { defaultProps: { openOnFocus: false, comboboxProps: { shadow: 'md' } } },
    },
  }),
);

/** What stands beside a wrong field is text, and must be as easy to read. */
export const cssVariables: CSSVariablesResolver = (theme) => {
  const { variables, light, dark } = shared(theme);
  return {
    variables,
    light: { ...light, '--mantine-color-error': '#b3261e' },
    dark: { ...dark, '--mantine-color-error': '#ff8a80' },
  };
};
