import { useState } from 'react';
import type { TypingMethod } from '../../shared/vietnamese/word-keys.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { AsPrinted } from '../touch/cards.tsx';
import { ChoiceCards } from '../touch/choice-cards.tsx';
import { DateEntry } from '../touch/date-entry.tsx';
import { type DateTyping, typeDate } from '../touch/date-typing.ts';
import { Field } from '../touch/field.tsx';
import { Keyboard } from '../touch/keyboard.tsx';
import { EntryWithPad, NumberPad } from '../touch/number-pad.tsx';
import { Suggestions } from '../touch/suggestions.tsx';
import { nothing, QuestionFrame, useChosen } from './gallery-frame.tsx';

/** Plain typing: what the gallery needs to show a growing field, without the Vietnamese engine. */
function usePlainTyping(first: string) {
  const [value, setValue] = useState(first);
  const onKey = (key: string) =>
    setValue((before) =>
      key === '<BS>' ? before.slice(0, -1) : key === '<CLEAR>' ? '' : key.length > 1 ? before : before + key,
    );
  return { value, onKey, currentWord: { start: value.lastIndexOf(' ') + 1, end: value.length } };
}

export function QuestionPage() {
  const typing = usePlainTyping(new URLSearchParams(location.search).get('value') ?? 'Nguyễn Thị Hường');
  const [method, setMethod] = useState<TypingMethod>('telex');
  return (
    <QuestionFrame
      screen="question"
      section={2}
      words="Phần 2 trên 6: Em bé"
      place="Câu 1 trên 5"
      heading="Họ và tên của con là gì?"
      lead="Viết đúng như muốn ghi trong giấy khai sinh."
      answer={
        <Field
          label="Họ, tên đệm, tên"
          value={typing.value}
          currentWord={typing.currentWord}
          isActive
          onActivate={nothing}
          onKey={typing.onKey}
          onReadBack={nothing}
          helper={{ text: 'Máy tự viết hoa chữ đầu mỗi tiếng.', isGood: true }}
        />
      }
      keyboard={<Keyboard layout="name" onKey={typing.onKey} method={method} onMethod={setMethod} />}
    >
      <AsPrinted label="Trên giấy khai sinh sẽ ghi" value={typing.value.toUpperCase()} />
    </QuestionFrame>
  );
}

export function QuestionProblemPage() {
  const typing = usePlainTyping('012 34');
  return (
    <QuestionFrame
      screen="question-problem"
      section={2}
      words="Phần 2 trên 6: Em bé"
      place="Câu 4 trên 5"
      heading="Con sinh ở đâu?"
      answer={
        <Field
          label="Nơi sinh"
          value={typing.value}
          isActive
          hasProblem
          describedBy="problem"
          onActivate={nothing}
          onKey={typing.onKey}
        />
      }
      keyboard={
        <>
          <Suggestions
            label="Gợi ý"
            suggestions={[
              { value: '1', label: 'Phường Ô Chợ Dừa', note: 'trước là phường Khâm Thiên' },
              { value: '2', label: 'Phường Đống Đa' },
            ]}
            onChoose={nothing}
          />
          <Keyboard layout="text" onKey={typing.onKey} method="direct" onMethod={nothing} isPrivate />
        </>
      }
    >
      <Banner tone="problem" id="problem" title="Chưa thấy tên bệnh viện.">
        Gõ tên bệnh viện như trên giấy chứng sinh.
      </Banner>
    </QuestionFrame>
  );
}

const marriage = [
  { value: 'yes', label: 'Đã đăng ký kết hôn', note: 'Cần số và ngày cấp giấy kết hôn' },
  { value: 'recognised', label: 'Chưa đăng ký, cha nhận con', note: 'Làm thủ tục nhận con cùng lúc' },
  { value: 'unknown', label: 'Chưa xác định được cha', note: 'Phần về cha để trống, con theo họ mẹ' },
  { value: 'unsure', label: 'Tôi không chắc', note: 'Xem hai câu giúp chọn đúng' },
];

export function ChoicePage() {
  const [chosen, setChosen] = useChosen(['yes']);
  return (
    <QuestionFrame
      screen="choice"
      section={4}
      words="Phần 4 trên 6: Cha"
      place="Câu 1 trên 4"
      heading="Cha mẹ của con đã đăng ký kết hôn chưa?"
      lead="Câu này quyết định phần ghi về người cha trong giấy khai sinh."
      extra={
        <Button icon="help" onPress={nothing}>
          Vì sao hỏi câu này?
        </Button>
      }
    >
      <ChoiceCards
        label="Cha mẹ của con đã đăng ký kết hôn chưa?"
        choices={marriage}
        chosen={chosen}
        onChoose={setChosen}
      />
    </QuestionFrame>
  );
}

export function SeveralPage() {
  const [chosen, setChosen] = useChosen(['birth']);
  return (
    <QuestionFrame screen="several" section={2} words="Phần 2 trên 3: Bản sao" heading="Bạn cần bản sao của giấy nào?">
      <Banner tone="problem" title="Chưa chọn số bản.">
        Chọn ít nhất một giấy.
      </Banner>
      <ChoiceCards
        label="Bạn cần bản sao của giấy nào?"
        several
        hasProblem
        columns={2}
        choices={['birth', 'marriage', 'death', 'recognition'].map((value, index) => ({
          value,
          label: ['Giấy khai sinh', 'Giấy kết hôn', 'Giấy khai tử', 'Quyết định nhận cha, mẹ, con'][index] ?? '',
        }))}
        chosen={chosen}
        onChoose={setChosen}
      />
    </QuestionFrame>
  );
}

export function NumberPage() {
  const typing = usePlainTyping('001195000012');
  return (
    <QuestionFrame
      screen="number"
      section={1}
      words="Phần 1 trên 6: Người đi khai"
      place="Câu 1 trên 3"
      heading="Số căn cước của bạn?"
      lead="Mười hai số ở mặt trước thẻ."
    >
      <EntryWithPad
        entry={
          <>
            <Field
              label="Số căn cước"
              value={typing.value}
              isActive={false}
              isSensitive
              onActivate={nothing}
              onKey={typing.onKey}
              helper={{ text: 'Đủ 12 số.', isGood: true }}
            />
            <Field label="Số điện thoại" value="" isActive onActivate={nothing} onKey={typing.onKey} />
          </>
        }
        pad={<NumberPad onKey={typing.onKey} />}
      />
    </QuestionFrame>
  );
}

const partLabels = { day: 'Ngày', month: 'Tháng', year: 'Năm' };

function useDate(first: DateTyping) {
  const [date, setDate] = useState(first);
  return { date, onKey: (key: string) => setDate((before) => typeDate(before, key)), setDate };
}

export function DatePage() {
  const { date, onKey, setDate } = useDate({ day: '11', month: '11', year: '2026', active: 'year' });
  return (
    <QuestionFrame
      screen="date"
      section={2}
      words="Phần 2 trên 6: Em bé"
      place="Câu 2 trên 5"
      heading="Con sinh ngày nào?"
      lead="Theo giấy chứng sinh."
    >
      <EntryWithPad
        entry={
          <DateEntry
            label="Con sinh ngày nào?"
            partLabels={partLabels}
            value={date}
            onKey={onKey}
            onActivate={(active) => setDate({ ...date, active })}
            shortcuts={[
              { label: 'Hôm nay', onPress: nothing },
              { label: 'Hôm qua', onPress: nothing },
              { label: 'Mở lịch', icon: 'calendar', onPress: nothing },
            ]}
          >
            <Banner tone="good" icon="calendar" title="Thứ Tư, ngày 11 tháng 11 năm 2026">
              10 ngày trước. Còn trong hạn 60 ngày: không mất lệ phí khai sinh.
            </Banner>
          </DateEntry>
        }
        pad={<NumberPad onKey={onKey} />}
      />
    </QuestionFrame>
  );
}

export function DateProblemPage() {
  const { date, onKey, setDate } = useDate({ day: '31', month: '11', year: '2026', active: 'day' });
  return (
    <QuestionFrame
      screen="date-problem"
      section={2}
      words="Phần 2 trên 6: Em bé"
      place="Câu 2 trên 5"
      heading="Con sinh ngày nào?"
      lead="Theo giấy chứng sinh."
    >
      <EntryWithPad
        entry={
          <>
            <Banner tone="problem" id="problem" title="Tháng 11 chỉ có 30 ngày.">
              Xem lại ngày trên giấy chứng sinh rồi gõ lại ô Ngày.
            </Banner>
            <DateEntry
              label="Con sinh ngày nào?"
              partLabels={partLabels}
              value={date}
              onKey={onKey}
              onActivate={(active) => setDate({ ...date, active })}
              problemPart="day"
              describedBy="problem"
              shortcuts={[
                { label: 'Hôm nay', onPress: nothing },
                { label: 'Hôm qua', onPress: nothing },
                { label: 'Mở lịch', icon: 'calendar', onPress: nothing },
              ]}
            />
          </>
        }
        pad={<NumberPad onKey={onKey} />}
      />
    </QuestionFrame>
  );
}
