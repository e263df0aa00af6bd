import { Combobox, useCombobox } from '@mantine/core';
import { t } from '@lingui/core/macro';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Bound } from '~/lib/form';
import { describe, Field } from './Field';
import fieldCss from './Field.module.css';
import { cx } from './cx';
import css from './Picker.module.css';

export interface Option {
  value: string;
  label: string;
  icon?: ReactNode;
  hint?: string;
}

interface Props {
  options: Option[];
  /** The chosen ones: one for a single choice. */
  selected: readonly string[];
  onPick: (value: string) => void;
  /** Gets the toggle; must be a button. */
  trigger: (toggle: () => void, open: boolean) => ReactElement;
  /** Stays open: for choosing several. */
  multiple?: boolean;
  searchable?: boolean;
  /** The options come from a search elsewhere and are shown as they are. */
  onSearch?: ((text: string) => void) | undefined;
  label: string;
  defaultOpen?: boolean;
  onClose?: () => void;
}

const SHOWN_MAX = 80;

/** Choose from a list with search: under select fields, properties and filter chips alike. */
export function Picker({ options, selected, onPick, trigger, multiple, onSearch, searchable = onSearch !== undefined || options.length > 7, label, defaultOpen, onClose }: Props) {
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch('');
      onSearch?.('');
      onClose?.();
      if (searchable) combobox.focusTarget();
    },
    onDropdownOpen: () => {
      if (searchable) combobox.focusSearchInput();
      const at = options.findIndex((option) => selected.includes(option.value));
      window.setTimeout(() => combobox.selectOption(Math.max(0, at)), 0);
    },
  });
  // Opened by an effect and not by its first state, so that what opening does (focus, first option) is done.
  const openAtOnce = useRef(defaultOpen ?? false);
  useEffect(() => {
    if (!openAtOnce.current) return;
    openAtOnce.current = false;
    combobox.openDropdown();
  });
  const needle = search.trim().toLocaleLowerCase();
  const narrowed = onSearch ? options : options.filter((option) => `${option.label} ${option.hint ?? ''}`.toLocaleLowerCase().includes(needle));
  const found = narrowed.slice(0, SHOWN_MAX);
  return (
    <Combobox
      store={combobox}
      unstyled
      position="bottom-start"
      offset={4}
      width="max-content"
      zIndex="var(--z-float)"
      transitionProps={{ duration: 0 }}
      onOptionSubmit={(value) => {
        onPick(value);
        if (!multiple) combobox.closeDropdown();
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes={!combobox.dropdownOpened || !searchable}>
        {trigger(() => combobox.toggleDropdown(), combobox.dropdownOpened)}
      </Combobox.Target>
      <Combobox.Dropdown className={css.dropdown} data-own-keys role="group" aria-label={label}>
        {searchable ? (
          <Combobox.Search
            unstyled
            classNames={{ input: css.search ?? '' }}
            value={search}
            placeholder={t`Search…`}
            aria-label={label}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              onSearch?.(event.currentTarget.value);
              combobox.updateSelectedOptionIndex();
              window.setTimeout(() => combobox.selectFirstOption(), 0);
            }}
          />
        ) : null}
        <Combobox.Options className={css.options} aria-label={label}>
          {found.length === 0 ? <Combobox.Empty className={css.empty}>{t`Nothing found`}</Combobox.Empty> : null}
          {found.map((option) => {
            const on = selected.includes(option.value);
            return (
              <Combobox.Option key={option.value} value={option.value} active={on} className={css.option} aria-selected={on}>
                {option.icon}
                <span className={css.text}>{option.label}</span>
                {option.hint ? <small className={css.hint}>{option.hint}</small> : null}
                {on ? <IconCheck size={16} className={css.tick} /> : null}
              </Combobox.Option>
            );
          })}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

interface SelectProps {
  field: Bound<string>;
  label: string;
  help?: ReactNode;
  options: Option[];
  placeholder?: string;
  optional?: boolean;
}

/** A select field of a form. The empty string is "none". */
export function SelectField({ field, label, help, options, placeholder, optional }: SelectProps) {
  const chosen = options.find((option) => option.value === field.value);
  const all = optional ? [{ value: '', label: placeholder ?? t`None` }, ...options] : options;
  return (
    <Field id={field.id} label={label} help={help} error={field.error} optional={optional}>
      <Picker
        label={label}
        options={all}
        selected={[field.value]}
        onPick={field.onChange}
        trigger={(toggle) => (
          <button type="button" {...describe(field, help)} className={cx(fieldCss.input, fieldCss.pick)} onClick={toggle}>
            <span className={cx(fieldCss.pickValue, !chosen && fieldCss.placeholder)}>
              {chosen?.icon}
              {chosen?.label ?? placeholder ?? t`Choose…`}
            </span>
            <IconSelector size={16} />
          </button>
        )}
      />
    </Field>
  );
}
