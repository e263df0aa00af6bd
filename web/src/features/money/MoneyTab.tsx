import type { Project } from '~/lib/models';
import { can } from '~/lib/policy';
import { Burn } from './Burn';
import { Entries, type OpenTask } from './Entries';
import { Expenses } from './Expenses';
import { useMoneyLive } from './live';
import css from './money.module.css';
import { Rates } from './Rates';
import { Summary } from './Summary';

/** Time and money of a project. Who does not manage it sees their own time and how the work goes, and no money. */
export function MoneyTab({ project, taskLink }: { project: Project; taskLink: OpenTask }) {
  useMoneyLive(project.id);
  const manages = can(project, 'update');
  return (
    <div className={css.scroll}>
      <div className={css.column}>
        {manages ? <Summary project={project} /> : null}
        <Burn project={project} />
        <Entries project={project} taskLink={taskLink} />
        {manages ? <Expenses project={project} taskLink={taskLink} /> : null}
        {manages ? <Rates project={project} /> : null}
      </div>
    </div>
  );
}
