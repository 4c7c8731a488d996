import { Fragment, type ReactNode } from 'react';
import { Button, type ButtonKind } from '../touch/button.tsx';
import { Card, CardGrid, FactCard, LifeEventCard, LinkCard, ServiceCard } from '../touch/cards.tsx';
import { CheckRow } from '../touch/check-row.tsx';
import { ChoiceCards } from '../touch/choice-cards.tsx';
import { Crossing } from '../touch/crossing.tsx';
import { DateEntry } from '../touch/date-entry.tsx';
import { emptyDate } from '../touch/date-typing.ts';
import { Field } from '../touch/field.tsx';
import { Frame } from '../touch/frame.tsx';
import { NetworkPill } from '../touch/header.tsx';
import { NumberPad } from '../touch/number-pad.tsx';
import { ProgressBridge } from '../touch/progress-bridge.tsx';
import { QrPicture } from '../touch/qr-picture.tsx';
import { Rating } from '../touch/rating.tsx';
import { SearchField } from '../touch/search-field.tsx';
import { Badge, Heading, SectionTitle } from '../touch/text.tsx';
import { ToolsBar } from '../touch/tools-bar.tsx';
import { IdleClock, WindowSpinner } from '../touch/window-clock.tsx';
import { Header, nothing, tools } from './gallery-frame.tsx';
import { ratingAnswers, testStrings } from './gallery-words.ts';
import { InState } from './in-state.tsx';

const [capitals, long] = testStrings;

function StatesFrame({ screen, title, children }: { screen: string; title: string; children: ReactNode }) {
  return (
    <Frame screen={screen} header={<Header linked />} tools={<ToolsBar tools={tools('read')} />}>
      <Heading>{title}</Heading>
      {children}
    </Frame>
  );
}

/** At rest, under a finger, reached by keys. */
function ThreeStates({ children }: { readonly children: ReactNode }) {
  return (
    <>
      {children}
      <InState state="pressed">{children}</InState>
      <InState state="focused">{children}</InState>
    </>
  );
}

const kinds: readonly ButtonKind[] = ['primary', 'secondary', 'quiet', 'tint', 'danger'];

export function ButtonsPage() {
  return (
    <StatesFrame screen="buttons" title="Nút bấm">
      {kinds.map((kind) => (
        <Fragment key={kind}>
          <SectionTitle>{kind}</SectionTitle>
          <ThreeStates>
            <Button
              kind={kind}
              size={kind === 'primary' ? 'primary' : 'normal'}
              icon="printer"
              forward
              onPress={nothing}
            >
              In giấy cần mang
            </Button>
          </ThreeStates>
        </Fragment>
      ))}
      <SectionTitle>note, attract</SectionTitle>
      <Button icon="pencil" note="khoảng 10 phút" onPress={nothing}>
        Bắt đầu
      </Button>
      <Button kind="primary" size="attract" note="Tiếng Việt" onPress={nothing}>
        {capitals}
      </Button>
      <Button icon="left" iconOnlyWhenLarge onPress={nothing}>
        Quay lại
      </Button>
    </StatesFrame>
  );
}

export function CardsPage() {
  return (
    <StatesFrame screen="cards" title="Thẻ">
      <CardGrid>
        <ThreeStates>
          <LifeEventCard icon="cradle" title="Sinh con" examples="Khai sinh, thường trú, thẻ BHYT" onPress={nothing} />
        </ThreeStates>
      </CardGrid>
      <ThreeStates>
        <ServiceCard
          icon="cert"
          title={long}
          note={capitals}
          badge={<Badge tone="good">Làm hết tại máy</Badge>}
          onPress={nothing}
        />
      </ThreeStates>
      <CardGrid>
        {(['tint', 'plain'] as const).map((kind) => (
          <ThreeStates key={kind}>
            <LinkCard kind={kind} icon="folder" title="Theo dõi hồ sơ" note="Quét mã trên phiếu" onPress={nothing} />
          </ThreeStates>
        ))}
      </CardGrid>
      <Card>{long}</Card>
      <Card tone="asks">{capitals}</Card>
      <FactCard icon="coin" label="Lệ phí" value="0 đồng">
        {long}
      </FactCard>
    </StatesFrame>
  );
}

const choices = [
  { value: 'yes', label: 'Có', note: 'Giấy khai sinh sẽ ghi tên cha' },
  { value: 'no', label: capitals, note: long },
  { value: 'unsure', label: 'Tôi không chắc' },
];

export function AnswersPage() {
  return (
    <StatesFrame screen="answers" title="Câu trả lời">
      <SectionTitle>Một câu trả lời</SectionTitle>
      <ThreeStates>
        <ChoiceCards label="Cha mẹ đã kết hôn chưa?" choices={choices} chosen={['no']} onChoose={nothing} />
      </ThreeStates>
      <ChoiceCards label="Còn thiếu" choices={choices.slice(0, 1)} chosen={[]} hasProblem onChoose={nothing} />
      <SectionTitle>Nhiều câu trả lời</SectionTitle>
      <ChoiceCards
        label="Cần giấy nào?"
        choices={choices}
        chosen={['yes', 'unsure']}
        several
        columns={2}
        onChoose={nothing}
      />
      <SectionTitle>Đồng ý</SectionTitle>
      <ThreeStates>
        <CheckRow isChecked={false} onChange={nothing}>
          {long}
        </CheckRow>
      </ThreeStates>
      <CheckRow isChecked onChange={nothing}>
        {capitals}
      </CheckRow>
      <CheckRow isChecked={false} hasProblem onChange={nothing}>
        {long}
      </CheckRow>
      <Rating
        title="Bạn thấy thế nào?"
        note="Không bắt buộc, không ghi tên."
        chosen="4"
        onChoose={nothing}
        answers={ratingAnswers}
      />
    </StatesFrame>
  );
}

const fieldActs = { onActivate: nothing, onKey: nothing };

export function FieldsPage() {
  const partLabels = { day: 'Ngày', month: 'Tháng', year: 'Năm' };
  return (
    <StatesFrame screen="fields" title="Ô viết">
      <Field label="Trống" value="" isActive={false} {...fieldActs} />
      <Field label="Đang viết" value={capitals} isActive caret={4} currentWord={{ start: 0, end: 6 }} {...fieldActs} />
      <Field label="Còn sai" value={long} isActive={false} hasProblem {...fieldActs} />
      <Field label="Số căn cước" value="001090000017" isActive={false} isSensitive {...fieldActs} />
      <Field
        label="Nhiều dòng"
        value={`${long} ${long}`}
        isActive={false}
        isLong
        onReadBack={nothing}
        badge={<Badge tone="information">lấy từ thẻ</Badge>}
        helper={{ text: capitals, isGood: true }}
        {...fieldActs}
      />
      <SearchField label="Tìm" example="khai sinh" value="" isActive={false} {...fieldActs} />
      <DateEntry label="Ngày sinh" partLabels={partLabels} value={emptyDate} {...fieldActs} />
      <DateEntry
        label="Ngày sai"
        partLabels={partLabels}
        value={{ ...emptyDate, day: '31', month: '02', year: '2026' }}
        problemPart="day"
        {...fieldActs}
      />
      <DateEntry label="Chỉ nhớ năm" partLabels={partLabels} value={emptyDate} isYearOnly {...fieldActs} />
      <NumberPad onKey={nothing} />
    </StatesFrame>
  );
}

export function WaitingPage() {
  return (
    <StatesFrame screen="waiting" title="Chờ, đường đi, mã">
      <WindowSpinner words="Đang chờ thẻ…" note="Đưa thẻ vào ô quét" />
      <IdleClock secondsLeft={12} unit="giây" />
      <NetworkPill linked words="Có mạng" />
      <NetworkPill linked={false} words="Chưa có mạng, vẫn nộp được" />
      {(['kept', 'sending', 'received'] as const).map((state) => (
        <Crossing key={state} state={state} />
      ))}
      {[1, 4, 8].map((now) => (
        <ProgressBridge key={now} sections={8} now={now} words={`Phần ${now} trên 8: Em bé`} place="Câu 1 trên 5" />
      ))}
      <QrPicture content="MAU 0001" label="Mã QR của phiếu" />
    </StatesFrame>
  );
}
