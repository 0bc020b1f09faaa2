import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: { readonly __WB_MANIFEST: PrecacheEntry[]; skipWaiting(): Promise<void>; addEventListener(type: 'message', listen: (event: MessageEvent) => void): void };

// The build puts the list of files here. Every page of the app is the one page; the data come from the server or from the app's own store.
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('/me'), { allowlist: [/^\/me(\/|$)/] }));

// A new version waits until the person says so.
self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting();
});
