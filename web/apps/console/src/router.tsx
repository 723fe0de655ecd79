import { Refusal } from '@retailguard/api';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { choice, filters, text } from './parts/search';
import { mayDo, type Deed } from './session/permissions';
import { lacksSecondFactor, sessionQuery } from './session/session';
import { Broken } from './shell/Broken';
import { Missing } from './shell/Missing';
import { firstPage } from './shell/navigation';
import { Shell } from './shell/Shell';

interface Context {
  queries: QueryClient;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
  interface StaticDataRouteOption {
    /** What somebody must be allowed to open the page. */
    needs?: Deed;
  }
}

const root = createRootRouteWithContext<Context>()({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: filters((raw) => ({ next: text(raw.next) })),
  component: lazyRouteComponent(() => import('./sign-in/SignInPage'), 'SignInPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./invitation/InvitationPage'), 'InvitationPage'),
});

/** Where the provider's answer leads to. */
const signInBack = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/back',
  component: lazyRouteComponent(() => import('./single-sign-on/BackPage'), 'BackPage'),
});

const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second-factor',
  validateSearch: filters((raw) => ({ next: text(raw.next) })),
  component: lazyRouteComponent(() => import('./security/SecondFactorPage'), 'SecondFactorPage'),
});

/** Everything that asks who somebody is. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      const session = await context.queries.query({ ...sessionQuery, staleTime: 'static' });
      if (lacksSecondFactor(session)) {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
        throw redirect({ to: '/second-factor', search: { next: location.href } });
      }
      return { session };
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
        throw redirect({ to: '/sign-in', search: { next: location.href } });
      }
      throw error;
    }
  },
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: ({ context }) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
    throw redirect({ to: firstPage((deed) => mayDo(context.session.person.roles, deed)) });
  },
});

const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  staticData: { needs: 'seePeople' },
  validateSearch: filters((raw) => ({
    q: text(raw.q),
    role: text(raw.role),
    store: text(raw.store),
    show: choice(raw.show, ['inUse', 'invited', 'disabled', 'unvouched']),
    sort: text(raw.sort),
  })),
  component: lazyRouteComponent(() => import('./people/PeoplePage'), 'PeoplePage'),
});

const person = createRoute({
  getParentRoute: () => inside,
  path: '/people/$person',
  staticData: { needs: 'seePeople' },
  component: lazyRouteComponent(() => import('./people/PersonPage'), 'PersonPage'),
});

const devices = createRoute({
  getParentRoute: () => inside,
  path: '/devices',
  staticData: { needs: 'seeDevices' },
  validateSearch: filters((raw) => ({
    q: text(raw.q),
    store: text(raw.store),
    kind: choice(raw.kind, ['tablet', 'edge']),
    show: choice(raw.show, ['paired', 'revoked']),
    sort: text(raw.sort),
  })),
  component: lazyRouteComponent(() => import('./devices/DevicesPage'), 'DevicesPage'),
});

const changes = createRoute({
  getParentRoute: () => inside,
  path: '/changes',
  staticData: { needs: 'seeChanges' },
  validateSearch: filters((raw) => ({ q: text(raw.q), what: text(raw.what), sort: text(raw.sort) })),
  component: lazyRouteComponent(() => import('./changes/ChangesPage'), 'ChangesPage'),
});

const stores = createRoute({
  getParentRoute: () => inside,
  path: '/stores',
  staticData: { needs: 'seeStores' },
  validateSearch: filters((raw) => ({
    q: text(raw.q),
    show: choice(raw.show, ['open', 'stopped', 'closed']),
    sort: text(raw.sort),
  })),
  component: lazyRouteComponent(() => import('./stores/StoresPage'), 'StoresPage'),
});

const store = createRoute({
  getParentRoute: () => inside,
  path: '/stores/$store',
  staticData: { needs: 'seeStores' },
  component: lazyRouteComponent(() => import('./stores/StorePage'), 'StorePage'),
});

const security = createRoute({
  getParentRoute: () => inside,
  path: '/security',
  component: lazyRouteComponent(() => import('./security/SecurityPage'), 'SecurityPage'),
});

const linkBack = createRoute({
  getParentRoute: () => inside,
  path: '/security/back',
  component: lazyRouteComponent(() => import('./single-sign-on/LinkBackPage'), 'LinkBackPage'),
});

const singleSignOn = createRoute({
  getParentRoute: () => inside,
  path: '/single-sign-on',
  staticData: { needs: 'seeSingleSignOn' },
  component: lazyRouteComponent(() => import('./single-sign-on/SingleSignOnPage'), 'SingleSignOnPage'),
});

const watchlist = createRoute({
  getParentRoute: () => inside,
  path: '/watchlist',
  staticData: { needs: 'seeWatchlist' },
  validateSearch: filters((raw) => ({
    store: text(raw.store),
    state: choice(raw.state, ['proposed', 'active', 'suspended', 'expired', 'refused', 'removed']),
    category: choice(raw.category, ['violence', 'threat', 'weapon', 'highValueTheft', 'prolificTheft']),
    ends: text(raw.ends),
    due: choice(raw.due, ['review', 'revalidation']),
  })),
  component: lazyRouteComponent(() => import('./watchlist/WatchlistPage'), 'WatchlistPage'),
});

const propose = createRoute({
  getParentRoute: () => inside,
  path: '/watchlist/new',
  staticData: { needs: 'proposeEntry' },
  component: lazyRouteComponent(() => import('./watchlist/ProposePage'), 'ProposePage'),
});

const entry = createRoute({
  getParentRoute: () => inside,
  path: '/watchlist/$entry',
  staticData: { needs: 'seeWatchlist' },
  component: lazyRouteComponent(() => import('./watchlist/EntryPage'), 'EntryPage'),
});

const criteria = createRoute({
  getParentRoute: () => inside,
  path: '/criteria',
  staticData: { needs: 'seeCriteria' },
  component: lazyRouteComponent(() => import('./criteria/CriteriaPage'), 'CriteriaPage'),
});

const sharing = createRoute({
  getParentRoute: () => inside,
  path: '/sharing',
  staticData: { needs: 'seeShares' },
  validateSearch: filters((raw) => ({
    store: text(raw.store),
    state: choice(raw.state, ['offered', 'accepted', 'declined', 'recalled']),
  })),
  component: lazyRouteComponent(() => import('./sharing/SharingPage'), 'SharingPage'),
});

const share = createRoute({
  getParentRoute: () => inside,
  path: '/sharing/$share',
  staticData: { needs: 'seeShares' },
  component: lazyRouteComponent(() => import('./sharing/SharePage'), 'SharePage'),
});

const alerts = createRoute({
  getParentRoute: () => inside,
  path: '/alerts',
  staticData: { needs: 'seeAlerts' },
  validateSearch: filters((raw) => ({
    store: text(raw.store),
    entry: text(raw.entry),
    stage: choice(raw.stage, [
      'open',
      'confirmed',
      'unrecorded',
      'rejected',
      'expired',
      'disputed',
      'frozen',
      'drill',
    ]),
    outcome: choice(raw.outcome, ['none', 'observe', 'callPolice', 'askToLeave']),
    from: text(raw.from),
    to: text(raw.to),
  })),
  component: lazyRouteComponent(() => import('./alerts/AlertsPage'), 'AlertsPage'),
});

const alert = createRoute({
  getParentRoute: () => inside,
  path: '/alerts/$alert',
  staticData: { needs: 'seeAlerts' },
  component: lazyRouteComponent(() => import('./alerts/AlertPage'), 'AlertPage'),
});

const cases = createRoute({
  getParentRoute: () => inside,
  path: '/cases',
  staticData: { needs: 'seeCases' },
  validateSearch: filters((raw) => ({
    store: text(raw.store),
    state: choice(raw.state, ['open', 'closed']),
    sort: text(raw.sort),
  })),
  component: lazyRouteComponent(() => import('./cases/CasesPage'), 'CasesPage'),
});

const oneCase = createRoute({
  getParentRoute: () => inside,
  path: '/cases/$number',
  staticData: { needs: 'seeCases' },
  component: lazyRouteComponent(() => import('./cases/CasePage'), 'CasePage'),
});

const requests = createRoute({
  getParentRoute: () => inside,
  path: '/requests',
  staticData: { needs: 'seeRequests' },
  validateSearch: filters((raw) => ({
    store: text(raw.store),
    state: choice(raw.state, ['open', 'closed']),
    kind: choice(raw.kind, ['access', 'correction', 'wronglyApproached', 'complaint']),
    sort: text(raw.sort),
  })),
  component: lazyRouteComponent(() => import('./requests/RequestsPage'), 'RequestsPage'),
});

const oneRequest = createRoute({
  getParentRoute: () => inside,
  path: '/requests/$number',
  staticData: { needs: 'answerRequest' },
  component: lazyRouteComponent(() => import('./requests/RequestPage'), 'RequestPage'),
});

const notices = createRoute({
  getParentRoute: () => inside,
  path: '/notices',
  staticData: { needs: 'seeNotices' },
  validateSearch: filters((raw) => ({
    store: text(raw.store),
    state: choice(raw.state, ['hung', 'ending', 'lapsed', 'notHung', 'notPublished', 'noEntrance']),
    sort: text(raw.sort),
  })),
  component: lazyRouteComponent(() => import('./notices/NoticesPage'), 'NoticesPage'),
});

const noticeWords = createRoute({
  getParentRoute: () => inside,
  path: '/notices/words',
  staticData: { needs: 'seeNotices' },
  component: lazyRouteComponent(() => import('./notices/WordsPage'), 'WordsPage'),
});

const noticeVersions = createRoute({
  getParentRoute: () => inside,
  path: '/notices/versions',
  staticData: { needs: 'seeNotices' },
  component: lazyRouteComponent(() => import('./notices/VersionsPage'), 'VersionsPage'),
});

const entrance = createRoute({
  getParentRoute: () => inside,
  path: '/notices/entrances/$entrance',
  staticData: { needs: 'seeNotices' },
  component: lazyRouteComponent(() => import('./notices/EntrancePage'), 'EntrancePage'),
});

const assessment = createRoute({
  getParentRoute: () => inside,
  path: '/assessment',
  staticData: { needs: 'seeAssessment' },
  component: lazyRouteComponent(() => import('./assessment/AssessmentPage'), 'AssessmentPage'),
});

const assessmentDraft = createRoute({
  getParentRoute: () => inside,
  path: '/assessment/draft',
  staticData: { needs: 'seeAssessment' },
  component: lazyRouteComponent(() => import('./assessment/DraftPage'), 'DraftPage'),
});

const trials = createRoute({
  getParentRoute: () => inside,
  path: '/trials',
  staticData: { needs: 'seeAssessment' },
  component: lazyRouteComponent(() => import('./trials/TrialsPage'), 'TrialsPage'),
});

const readiness = createRoute({
  getParentRoute: () => inside,
  path: '/readiness',
  staticData: { needs: 'seeMatching' },
  component: lazyRouteComponent(() => import('./readiness/ReadinessPage'), 'ReadinessPage'),
});

const today = createRoute({
  getParentRoute: () => inside,
  path: '/today',
  staticData: { needs: 'seeToday' },
  component: lazyRouteComponent(() => import('./today/TodayPage'), 'TodayPage'),
});

const reports = createRoute({
  getParentRoute: () => inside,
  path: '/reports',
  staticData: { needs: 'seeReports' },
  validateSearch: filters((raw) => ({ store: text(raw.store), from: text(raw.from), to: text(raw.to) })),
  component: lazyRouteComponent(() => import('./reports/ReportsPage'), 'ReportsPage'),
});

const audit = createRoute({
  getParentRoute: () => inside,
  path: '/audit',
  staticData: { needs: 'seeAudit' },
  validateSearch: filters((raw) => ({
    action: text(raw.action),
    actor: text(raw.actor),
    subject: text(raw.subject),
    from: text(raw.from),
    to: text(raw.to),
  })),
  component: lazyRouteComponent(() => import('./audit/AuditPage'), 'AuditPage'),
});

const billing = createRoute({
  getParentRoute: () => inside,
  path: '/billing',
  staticData: { needs: 'seeBilling' },
  validateSearch: filters((raw) => ({ stripe: choice(raw.stripe, ['done', 'back']) })),
  component: lazyRouteComponent(() => import('./billing/BillingPage'), 'BillingPage'),
});

const mail = createRoute({
  getParentRoute: () => inside,
  path: '/mail',
  staticData: { needs: 'seeMail' },
  component: lazyRouteComponent(() => import('./mail/MailPage'), 'MailPage'),
});

/** Whatever else the address says. */
const missing = createRoute({ getParentRoute: () => inside, path: '$', component: Missing });

const tree = root.addChildren([
  signIn,
  signInBack,
  invitation,
  secondFactor,
  inside.addChildren([
    home,
    people,
    person,
    devices,
    changes,
    stores,
    store,
    watchlist,
    propose,
    entry,
    criteria,
    sharing,
    share,
    alerts,
    alert,
    cases,
    oneCase,
    requests,
    oneRequest,
    notices,
    noticeWords,
    noticeVersions,
    entrance,
    assessment,
    assessmentDraft,
    trials,
    readiness,
    today,
    reports,
    audit,
    billing,
    mail,
    security,
    linkBack,
    singleSignOn,
    missing,
  ]),
]);

export const createConsoleRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    basepath: '/console',
    context: { queries },
    defaultPreload: 'intent',
    defaultNotFoundComponent: Missing,
    defaultErrorComponent: Broken,
    scrollRestoration: true,
  });
