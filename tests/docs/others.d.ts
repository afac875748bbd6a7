// What the documentation's examples use of packages that are not installed here, as these packages declare it.

declare const process: { env: Record<string, string | undefined>; on(event: string, listener: () => void): void; exit(code: number): never };

declare module "react-router" {
  export function useLocation(): { pathname: string; search: string; hash: string; key: string };
  export function Outlet(): import("react").ReactElement | null;
}

declare module "next/navigation" {
  export function usePathname(): string;
}

declare module "vue-router" {
  export interface RouteLocation {
    path: string;
    fullPath: string;
  }
  export interface Router {
    afterEach(guard: (to: RouteLocation, from: RouteLocation, failure?: unknown) => void): () => void;
  }
}

declare module "express" {
  interface Request {
    get(name: string): string | undefined;
  }
  interface Response {
    status(code: number): Response;
    end(): void;
  }
  export default function express(): { post(path: string, handler: (request: Request, response: Response) => void): void };
}
