import { Menu as Base } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import type { Action } from '~/lib/actions';
import { cx } from './cx';
import { Kbd } from './Kbd';
import css from './Menu.module.css';

export interface MenuItem extends Pick<Action, 'id' | 'label' | 'icon' | 'keys' | 'danger' | 'enabled' | 'run'> {
  checked?: boolean;
  mark?: ReactNode;
}

interface Props {
  trigger: ReactElement;
  /** Groups are parted by a line; an empty group leaves nothing. */
  groups: { label?: string; items: MenuItem[] }[];
  position?: 'bottom-start' | 'bottom-end' | 'top-start' | 'right-start';
}

/** A menu of actions. */
export function Menu({ trigger, groups, position = 'bottom-end' }: Props) {
  const shown = groups.map((group) => ({ ...group, items: group.items.filter((item) => item.enabled !== false) })).filter((group) => group.items.length > 0);
  if (shown.length === 0) return null;
  return (
    <Base unstyled classNames={{ itemLabel: css.contents ?? '' }} position={position} offset={4} zIndex="var(--z-float)" transitionProps={{ duration: 0 }} loop returnFocus>
      <Base.Target>{trigger}</Base.Target>
      <Base.Dropdown className={css.dropdown}>
        {shown.map((group, index) => (
          <Fragment key={group.items[0]?.id}>
            {index > 0 ? <hr className={css.line} /> : null}
            {group.label ? <div className={css.label}>{group.label}</div> : null}
            {group.items.map(({ icon: IconPart, ...item }) => (
              <Base.Item key={item.id} className={cx(css.item, item.danger && css.danger)} onClick={() => item.run()} aria-checked={item.checked}>
                {item.mark ?? (IconPart ? <IconPart size={16} /> : null)}
                <span className={css.text}>{item.label}</span>
                {item.checked ? <IconCheck size={16} /> : null}
                {item.keys ? <Kbd keys={item.keys} /> : null}
              </Base.Item>
            ))}
          </Fragment>
        ))}
      </Base.Dropdown>
    </Base>
  );
}
