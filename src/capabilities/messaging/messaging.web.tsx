import { IconMail, IconMessages } from '@tabler/icons-react';
import { noSearch, type WebCapability } from '../../platform/screens.web.ts';
import { ConversationsSearch } from './addresses.ts';

export const messagingWeb: WebCapability = {
  screens: [
    { path: '/messages', search: ConversationsSearch, load: async () => (await import('./conversations.web.tsx')).ConversationsPage },
    { path: '/channels', search: noSearch, load: async () => (await import('./channels.web.tsx')).ChannelsPage },
  ],
  navigation: [
    { to: '/messages', label: 'messaging:navigation.messages', icon: IconMessages, permission: 'messaging.read' },
    { to: '/channels', label: 'messaging:navigation.channels', icon: IconMail, permission: 'messaging.settings' },
  ],
};
