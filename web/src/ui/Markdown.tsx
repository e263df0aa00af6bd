import { Trans } from '@lingui/react/macro';
import { IconPhoto } from '@tabler/icons-react';
import ReactMarkdown, { type Components, defaultUrlTransform } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import css from './Markdown.module.css';

const plugins = [remarkGfm];

function isOwn(url: string): boolean {
  return url.startsWith('/') && !url.startsWith('//');
}

/** `@[Name](user:id)` is a person; the at sign belongs to the name. */
const MENTION = /@\[([^[\]\n]{1,200})\]\((user:[0-9a-f-]{36})\)/gi;
const PERSON = /^user:[0-9a-f-]{36}$/i;

const components: Components = {
  a: ({ href = '', children }) =>
    PERSON.test(href) ? (
      <span className={css.mention}>{children}</span>
    ) : isOwn(href) ? (
      <a href={href}>{children}</a>
    ) : (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ),
  // A picture from elsewhere tells its host who reads this and when: it is a link until the reader wants it.
  img: ({ src, alt }) => {
    const url = typeof src === 'string' ? src : '';
    if (isOwn(url)) return <img src={url} alt={alt ?? ''} loading="lazy" />;
    return (
      <a className={css.image} href={url} target="_blank" rel="noopener noreferrer nofollow">
        <IconPhoto size={16} />
        {alt || <Trans>Picture from another site</Trans>}
      </a>
    );
  },
};

/** Markdown as React elements: raw HTML stays text, links that are not http(s) or mail lose their address. Loaded with the panel, not with the app. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={css.text} dir="auto">
      <ReactMarkdown remarkPlugins={plugins} components={components} urlTransform={(url) => (PERSON.test(url) ? url : defaultUrlTransform(url))}>
        {text.replaceAll(MENTION, '[@$1]($2)')}
      </ReactMarkdown>
    </div>
  );
}
