import type { ComponentType } from 'react';
import {
  CasePage,
  IdentityPage,
  KeptPage,
  PapersPage,
  ReceivedPage,
  ReviewPage,
  ServicePage,
} from './pages-dossier.tsx';
import { AttractPage, HomePage, IdlePage, ToolsSheetPage } from './pages-home.tsx';
import { PartsPage, StaffPage } from './pages-parts.tsx';
import {
  ChoicePage,
  DatePage,
  DateProblemPage,
  NumberPage,
  QuestionPage,
  QuestionProblemPage,
  SeveralPage,
} from './pages-questions.tsx';

/** One page a state; the build's screens script and the tests walk through all of them. */
export const galleryPages: Readonly<Record<string, ComponentType>> = {
  attract: AttractPage,
  home: HomePage,
  service: ServicePage,
  identity: IdentityPage,
  question: QuestionPage,
  'question-problem': QuestionProblemPage,
  choice: ChoicePage,
  several: SeveralPage,
  number: NumberPage,
  date: DatePage,
  'date-problem': DateProblemPage,
  papers: PapersPage,
  review: ReviewPage,
  kept: KeptPage,
  received: ReceivedPage,
  case: CasePage,
  idle: IdlePage,
  staff: StaffPage,
  'tools-sheet': ToolsSheetPage,
  parts: PartsPage,
};
