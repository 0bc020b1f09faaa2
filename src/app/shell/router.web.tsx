import { createRootRoute, createRoute, createRouter, lazyRouteComponent, stripSearchParams, type AnyRoute, type AnyRouter } from '@tanstack/react-router';
import type { Screen, WebCapability } from '../../platform/screens.web.ts';
import { LoadingState } from '../../platform/ui/states.web.tsx';
import { Frame, Start } from './frame.web.tsx';
import { Door, NotFound, Outside, PageFailed } from './outside.web.tsx';

/** One route a screen: public ones stand alone, the others inside the frame. The first entry of the navigation that the role may open is the start. */
export function routerOf(capabilities: readonly WebCapability[]): AnyRouter {
  const screens = capabilities.flatMap((capability) => capability.screens);
  const navigation = capabilities.flatMap((capability) => capability.navigation);
  const root = createRootRoute({ component: Outside, notFoundComponent: NotFound });
  const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: () => <Frame navigation={navigation} /> });
  const door = createRoute({ getParentRoute: () => root, id: 'door', component: Door });
  const start = createRoute({
    getParentRoute: () => frame,
    path: '/',
    component: () => <Start navigation={navigation} />,
  });
  const inside = screens.filter((screen) => !screen.public).map((screen) => routeOf(screen, frame));
  const nowhere = createRoute({ getParentRoute: () => frame, path: '$', component: NotFound });
  const outside = screens.filter((screen) => screen.public).map((screen) => routeOf(screen, door));
  return createRouter({
    routeTree: root.addChildren([frame.addChildren([start, ...inside, nowhere]), door.addChildren(outside)]),
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultPendingComponent: LoadingState,
    defaultErrorComponent: PageFailed,
    defaultNotFoundComponent: NotFound,
  });
}

function routeOf(screen: Screen, parent: AnyRoute): AnyRoute {
  return createRoute({
    getParentRoute: () => parent,
    path: screen.path,
    validateSearch: (search) => screen.search.parse(search),
    search: { middlewares: [stripSearchParams(screen.search.parse({}))] },
    component: lazyRouteComponent(async () => ({ default: await screen.load() })),
  });
}
