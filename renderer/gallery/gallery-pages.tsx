import type { ComponentType } from 'react';
import type { GalleryPageName } from './page-names.ts';
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
import { AnswersPage, ButtonsPage, CardsPage, FieldsPage, WaitingPage } from './pages-states.tsx';

export const galleryPages: Readonly<Record<GalleryPageName, ComponentType>> = {
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
  buttons: ButtonsPage,
  cards: CardsPage,
  answers: AnswersPage,
  fields: FieldsPage,
  waiting: WaitingPage,
};
