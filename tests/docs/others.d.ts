// What the documentation's examples use of packages that are not installed here, as these packages declare it.

declare const process: { env: Record<string, string | undefined>; on(event: string, listener: () => void): void; exit(code: number): never };

declare module "next/navigation" {
  export function usePathname(): string;
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

declare module "*.vue" {
  const component: import("vue").Component;
  export default component;
}
