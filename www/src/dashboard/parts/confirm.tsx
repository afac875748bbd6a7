import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import type { TrailmarkError } from "trailmark/query";
import { Failure } from "./answered.tsx";
import { Dialog } from "./dialog.tsx";

interface Props {
  title: string;
  testId: string;
  /** What will happen, with its counts. */
  children: ComponentChildren;
  /** What the button says. */
  action: string;
  /** What has to be typed first, where a click is too little. */
  typed?: { label: string; text: string };
  isBusy: boolean;
  /** False as long as what will happen is not known. */
  isReady?: boolean;
  error?: TrailmarkError;
  confirm(): void;
  close(): void;
}

/** Asks before something that cannot be undone: what it will do, and one more click, or a text that has to be typed. */
export function Confirm({ title, testId, children, action, typed, isBusy, isReady = true, error, confirm, close }: Props): JSX.Element {
  const [text, setText] = useState("");
  const isMeant = isReady && (typed === undefined || text === typed.text);
  return (
    <Dialog title={title} testId={testId} close={close}>
      <form
        class="confirm"
        onSubmit={(event) => {
          event.preventDefault();
          if (isMeant && !isBusy) confirm();
        }}
      >
        {children}
        {typed && (
          <label class="field">
            {typed.label}
            <input class="input mono" data-testid="confirm-text" value={text} autocomplete="off" spellcheck={false} onInput={(event) => setText(event.currentTarget.value)} />
          </label>
        )}
        {error && <Failure error={error} />}
        <div class="confirm-end">
          <button class="button" type="button" data-testid="confirm-cancel" onClick={close}>
            Cancel
          </button>
          <button class="button danger" type="submit" data-testid="confirm" disabled={!isMeant || isBusy} aria-busy={isBusy}>
            {isBusy ? "Working …" : action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
