import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { CardGrid, LifeEventCard, ServiceCard } from '../touch/cards.tsx';
import { CheckRow } from '../touch/check-row.tsx';
import { Crossing } from '../touch/crossing.tsx';
import { FactList } from '../touch/facts.tsx';
import { Field } from '../touch/field.tsx';
import { ActionBar, Frame } from '../touch/frame.tsx';
import { StaffHeader } from '../touch/header.tsx';
import { Icon } from '../touch/icon.tsx';
import { iconNames } from '../touch/icon-names.ts';
import { SearchField } from '../touch/search-field.tsx';
import { BigNumbers, MachineFacts, WorkList } from '../touch/staff.tsx';
import { Badge, Heading, SectionTitle } from '../touch/text.tsx';
import { ToolsBar } from '../touch/tools-bar.tsx';
import { Header, nothing, tools } from './gallery-frame.tsx';
import { testStrings } from './gallery-words.ts';
import { ProblemsPart } from './pages-dossier.tsx';

/** Components in the states no other page shows, and the two strings no box may clip. */
export function PartsPage() {
  return (
    <Frame screen="parts" header={<Header linked />} tools={<ToolsBar tools={tools()} />}>
      <Heading>{testStrings[0]}</Heading>
      <div className="picture-checks">
        {(['good', 'advice', 'asks', 'problem', 'information'] as const).map((tone) => (
          <Badge key={tone} tone={tone}>
            {testStrings[0]}
          </Badge>
        ))}
      </div>
      {(['good', 'asks', 'information'] as const).map((tone) => (
        <Banner key={tone} tone={tone} title={testStrings[0]}>
          {testStrings[1]}
        </Banner>
      ))}
      <ProblemsPart />
      {(['primary', 'secondary', 'quiet', 'tint', 'danger'] as const).map((kind) => (
        <Button key={kind} kind={kind} size="primary" icon="printer" onPress={nothing}>
          {testStrings[1]}
        </Button>
      ))}
      <Field label={testStrings[1]} value={testStrings[0]} isActive={false} onActivate={nothing} onKey={nothing} />
      <Field
        label={testStrings[1]}
        value={testStrings[1]}
        isActive
        isLong
        caret={12}
        onActivate={nothing}
        onKey={nothing}
        onReadBack={nothing}
        helper={{ text: testStrings[0] }}
        badge={<Badge tone="information">lấy từ thẻ</Badge>}
      />
      <SearchField label="Tìm" example="" value={testStrings[0]} isActive onActivate={nothing} onKey={nothing} />
      <ServiceCard
        icon="cert"
        title={testStrings[1]}
        note={testStrings[0]}
        badge={<Badge tone="advice">Mở từ thứ Hai, 30/11</Badge>}
        onPress={nothing}
      />
      <CardGrid>
        <LifeEventCard icon="shop" title={testStrings[0]} examples={testStrings[1]} onPress={nothing} />
      </CardGrid>
      <CheckRow isChecked onChange={nothing}>
        {testStrings[1]}
      </CheckRow>
      <CheckRow isChecked={false} hasProblem onChange={nothing}>
        {testStrings[0]}
      </CheckRow>
      <Crossing state="sending" />
      <FactList
        facts={[
          { label: testStrings[0], value: testStrings[1], note: '30 giây trước' },
          { label: 'Đĩa', value: 'còn 61 %', note: 'lấy từ máy' },
        ]}
      />
      <SectionTitle>Họ hình vẽ</SectionTitle>
      <ul className="icon-family">
        {iconNames.map((name) => (
          <li key={name}>
            <Icon name={name} size={76} />
          </li>
        ))}
      </ul>
    </Frame>
  );
}

export function StaffPage() {
  return (
    <Frame
      screen="staff"
      header={
        <StaffHeader
          name="Người hỗ trợ"
          place="Ca tối của chị Phạm Thu Hà · đến 20:30"
          action={<Button onPress={nothing}>Kết ca</Button>}
        />
      }
      tools={
        <ToolsBar
          tools={tools()
            .filter((tool) => tool.id !== 'help')
            .map((tool) => (tool.leaves ? { ...tool, label: 'Khóa máy' } : tool))}
        />
      }
      actions={
        <ActionBar
          extra={
            <>
              <Button icon="folder" onPress={nothing}>
                Danh sách
              </Button>
              <Button icon="usb" onPress={nothing}>
                Xuất USB
              </Button>
              <Button icon="calendar" onPress={nothing}>
                Tổng kết
              </Button>
            </>
          }
          primary={
            <Button kind="primary" icon="people" onPress={nothing}>
              Giúp một người làm hồ sơ
            </Button>
          }
        />
      }
    >
      <h1 className="for-the-ear">Người hỗ trợ</h1>
      <BigNumbers
        numbers={[
          { number: 2, label: 'cần xử lý', note: 'xem bên dưới', tone: 'problem', onPress: nothing },
          { number: 14, label: 'đang giữ', note: 'lâu nhất 1 giờ 37', tone: 'kept', onPress: nothing },
          { number: 9, label: 'đã tới nơi', note: 'trong hôm nay', tone: 'arrived', onPress: nothing },
        ]}
      />
      <WorkList
        title="Cần xử lý"
        empty="Không có việc nào chờ."
        works={[
          {
            id: '1',
            number: 'A6-0139',
            service: 'Đăng ký tạm trú',
            reason: 'Chưa gửi được: cổng không nhận ra máy này',
            isProblem: true,
            whose: 'Việc của: kỹ thuật. Hồ sơ không mất',
            action: <Button onPress={nothing}>Gọi kỹ thuật</Button>,
          },
          {
            id: '2',
            number: 'A6-0131',
            service: 'Tuyển sinh lớp 1',
            reason: 'Chưa gửi được: đã thử 5 lần, cổng báo bận',
            isProblem: true,
            whose: 'Việc của: người hỗ trợ',
            action: <Button onPress={nothing}>Thử lại</Button>,
          },
        ]}
      />
      <Banner tone="advice" icon="unlinked" title="14 hồ sơ chờ mạng.">
        Máy tự gửi theo thứ tự, không ai phải bấm gì.
      </Banner>
      <MachineFacts
        title="Máy này"
        facts={[
          { icon: 'unlinked', title: 'Mất mạng từ 18:05', note: 'Đang tự thử lại', tone: 'advice' },
          { icon: 'printer', title: 'Giấy in còn ít', note: 'Khoảng 25 phiếu nữa', tone: 'advice' },
          { icon: 'lock', title: 'Chỗ chứa còn 61%', note: 'Đủ cho khoảng 900 hồ sơ', tone: 'good' },
          { icon: 'clock', title: 'Giờ đúng', note: 'Lệch 2 giây so với cổng', tone: 'good' },
        ]}
      />
    </Frame>
  );
}
