import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import { IconBriefcase, IconChecklist, IconChevronUp, IconHash, IconLayoutSidebar, IconSearch, IconSelector, IconSettings } from '@tabler/icons-react';
import { usePins } from '~/features/projects/pins';
import type { Action } from '~/lib/actions';
import { useMe } from '~/lib/me';
import { personName } from '~/lib/people';
import { useMay } from '~/lib/policy';
import { Mark } from '~/ui/Avatar';
import { IconButton } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { Kbd } from '~/ui/Kbd';
import { Menu, type MenuItem } from '~/ui/Menu';
import { toggleSidebar } from './appActions';
import css from './Frame.module.css';
import { TimerBar } from './TimerBar';

interface Props {
  actions: Action[];
  onSearch: () => void;
}

export function Sidebar({ actions, onSearch }: Props) {
  const { org } = useParams({ from: '/o/$org' });
  const may = useMay();
  const pins = usePins();
  return (
    <nav className={css.side} aria-label={t`Main`}>
      <div className={css.top}>
        <OrganizationSwitcher actions={actions} />
        <span className={css.onlyWide}>
          <IconButton size="sm" icon={IconLayoutSidebar} label={t`Fold or unfold the sidebar`} keys="[" onClick={toggleSidebar} />
        </span>
      </div>
      <div className={css.nav}>
        <button type="button" className={css.link} onClick={onSearch}>
          <IconSearch size={18} stroke={1.75} />
          <span className={cx(css.cut, css.wide)}>
            <Trans>Search</Trans>
          </span>
          <span className={css.wide}>
            <Kbd keys="mod+k" />
          </span>
        </button>
        {may('tasks', 'update') ? (
          <Link to="/o/$org/my-work" params={{ org }} className={css.link}>
            <IconChecklist size={18} stroke={1.75} />
            <span className={cx(css.cut, css.wide)}>
              <Trans>My work</Trans>
            </span>
          </Link>
        ) : null}
        {may('projects', 'read') ? (
          <Link to="/o/$org/projects" params={{ org }} activeOptions={{ exact: pins.length > 0, includeSearch: false }} className={css.link}>
            <IconBriefcase size={18} stroke={1.75} />
            <span className={cx(css.cut, css.wide)}>
              <Trans>Projects</Trans>
            </span>
          </Link>
        ) : null}
        {pins.map((pin) => (
          <Link
            key={pin.id}
            to="/o/$org/projects/$projectId"
            params={{ org, projectId: pin.id }}
            activeOptions={{ includeSearch: false }}
            className={cx(css.link, css.pin, css.wide)}
          >
            <IconHash size={14} />
            <span className={css.cut}>{pin.name}</span>
          </Link>
        ))}
      </div>
      <div className={css.foot}>
        <TimerBar />
        <Link to="/o/$org/settings" params={{ org }} className={css.link}>
          <IconSettings size={18} stroke={1.75} />
          <span className={cx(css.cut, css.wide)}>
            <Trans>Settings</Trans>
          </span>
        </Link>
        <PersonMenu actions={actions} />
      </div>
    </nav>
  );
}

const byId = (actions: Action[], ...ids: string[]) => actions.filter((action) => ids.includes(action.id));

function OrganizationSwitcher({ actions }: { actions: Action[] }) {
  const { organization, organizations } = useMe();
  const items: MenuItem[] = organizations.map((other) => ({
    id: other.id,
    label: other.name,
    mark: <Mark square id={other.id} name={other.name} />,
    checked: other.id === organization.id,
    run: () => actions.find((action) => action.id === `organization.${other.id}`)?.run(),
  }));
  return (
    <Menu
      position="bottom-start"
      groups={[{ label: t`Organizations`, items }, { items: byId(actions, 'organization.new') }]}
      trigger={
        <button type="button" className={css.switcher}>
          <span className="sr">{t`Organization`}</span>
          <Mark square id={organization.id} name={organization.name} />
          <span className={cx(css.cut, css.wide)}>{organization.name}</span>
          <span className={css.wide}>
            <IconSelector size={14} />
          </span>
        </button>
      }
    />
  );
}

function PersonMenu({ actions }: { actions: Action[] }) {
  const { user, role } = useMe();
  const name = personName(user);
  return (
    <Menu
      position="top-start"
      groups={[{ label: user.email, items: byId(actions, 'go.settings', 'app.theme', 'app.help') }, { items: byId(actions, 'session.signOut') }]}
      trigger={
        <button type="button" className={css.person}>
          <span className="sr">{t`Account`}</span>
          <Mark id={user.id} name={name} size="lg" />
          <span className={cx(css.cut, css.wide)}>
            {name}
            <span className={css.role}>{role}</span>
          </span>
          <span className={css.wide}>
            <IconChevronUp size={14} />
          </span>
        </button>
      }
    />
  );
}
