import { Component, type ComponentType, type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ROOT } from "../place.ts";
import type { Page, PageProps } from "../pages.ts";

/** Loads the page of the address and shows it; an error within it stays within it. */
export function CurrentPage({ page, ...props }: PageProps & { page: Page | null }): JSX.Element {
  const [loaded, setLoaded] = useState<{ Shown: ComponentType<PageProps> } | { error: unknown } | null>(null);
  useEffect(() => {
    page?.load().then(
      (module) => setLoaded({ Shown: module.default }),
      (error: unknown) => setLoaded({ error }),
    );
  }, []);

  if (!page) return <NoSuchPage />;
  if (loaded === null) return <div class="page-loading" aria-busy="true" />;
  if ("error" in loaded) return <Broken title="The page could not be loaded" detail="Perhaps there is a newer version, or no network. Reload to try again." error={loaded.error} />;
  const { Shown } = loaded;
  return (
    <Boundary>
      <Shown {...props} />
    </Boundary>
  );
}

function NoSuchPage(): JSX.Element {
  return (
    <section class="card empty" data-testid="no-such-page">
      <h2>There is no page at this address</h2>
      <p>
        Perhaps the link is from another version. <a href={ROOT}>Go to the overview</a>.
      </p>
    </section>
  );
}

/** Says what broke where the page would be; navigation still works. */
class Boundary extends Component<{ children: JSX.Element }, { error: unknown }> {
  override state = { error: null as unknown };

  static override getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): JSX.Element {
    if (this.state.error === null) return this.props.children;
    return <Broken title="This page broke" detail="That is a mistake in the dashboard. Reload to try again; the text below helps whoever mends it." error={this.state.error} />;
  }
}

function Broken({ title, detail, error }: { title: string; detail: string; error: unknown }): JSX.Element {
  return (
    <section class="card empty" data-testid="broken" role="alert">
      <h2>{title}</h2>
      <p>{detail}</p>
      <p>
        <code>{String(error)}</code>
      </p>
      <p>
        <button class="button" type="button" onClick={() => location.reload()}>
          Reload
        </button>
      </p>
    </section>
  );
}
