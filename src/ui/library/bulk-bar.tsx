'use client';

import { fileSize } from '../amounts.ts';
import { Button } from '../components/button.tsx';
import { useLanguage } from '../language.tsx';
import styles from './library.module.css';
import { RemoveButton } from './remove-button.tsx';
import type { useLibraryActions } from './use-library-actions.ts';
import type { useSelected } from './use-selected.ts';

const AT_ONCE = 100;

/** What can be done with the picked files; there only while any are. */
export function BulkBar(props: {
  selected: ReturnType<typeof useSelected>;
  remove: ReturnType<typeof useLibraryActions>['remove'];
}) {
  const { selected, remove } = props;
  const { language, messages } = useLanguage();
  const words = messages.library;
  const { picked } = selected;
  if (picked.length === 0) return null;
  const bytes = picked.reduce((sum, asset) => sum + (asset.bytes ?? 0), 0);
  const count = new Intl.NumberFormat(language).format(picked.length);
  const removeAll = async () => {
    const ids = picked.map(({ id }) => id);
    selected.clear();
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      await remove.mutateAsync({ ids: ids.slice(from, from + AT_ONCE) });
    }
  };
  return (
    <div className={styles.bulk}>
      <p role="status">{words.selected(count, fileSize(bytes, language))}</p>
      <Button kind="quiet" onClick={selected.clear}>
        {words.clear}
      </Button>
      <RemoveButton
        count={picked.length}
        pending={remove.isPending}
        onRemove={() => void removeAll().catch(() => undefined)}
      />
    </div>
  );
}
