import { IconClipboardList } from '@tabler/icons-react';
import { noSearch, type Panel, type WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from '../people/people.ts';
import { AnswerSearch, BuilderSearch, FormsSearch, GivenSearch } from './addresses.ts';

export const personFormsPanel: Panel<{ person: PersonView }> = { id: 'forms', label: 'forms:panel', permission: 'forms.answers', load: async () => (await import('./person-forms.web.tsx')).PersonFormsPanel };

export const formsWeb: WebCapability = {
  screens: [
    { path: '/forms', search: FormsSearch, load: async () => (await import('./bank.web.tsx')).FormsPage },
    { path: '/forms/bank/$key', search: noSearch, load: async () => (await import('./form-page.web.tsx')).FormPage },
    { path: '/forms/build/$key', search: BuilderSearch, load: async () => (await import('./builder.web.tsx')).BuilderPage },
    { path: '/forms/given/$distributionId', search: GivenSearch, load: async () => (await import('./given.web.tsx')).GivenPage },
    { path: '/forms/given/$distributionId/poster', search: noSearch, load: async () => (await import('./poster.web.tsx')).PosterPage },
    { path: '/f/$token', search: AnswerSearch, load: async () => (await import('./answering.web.tsx')).AnsweringPage, public: true },
    { path: '/q/$token', search: noSearch, load: async () => (await import('./play.web.tsx')).PlayPage, public: true },
    { path: '/q/$token/board', search: noSearch, load: async () => (await import('./board.web.tsx')).BoardPage, public: true },
  ],
  navigation: [{ to: '/forms', label: 'forms:navigation', icon: IconClipboardList, permission: 'forms.read' }],
};
