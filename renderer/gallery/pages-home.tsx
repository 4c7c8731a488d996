import { useState } from 'react';
import { Attract } from '../touch/attract.tsx';
import { AttractScene } from '../touch/attract-scene.tsx';
import { Button } from '../touch/button.tsx';
import { CardGrid, LifeEventCard, LinkCard } from '../touch/cards.tsx';
import { CentredWords, Frame, StackedActs } from '../touch/frame.tsx';
import { type Hand, type Motion, type Palette, setPanel, type TextSize } from '../touch/panel.ts';
import { SearchField } from '../touch/search-field.tsx';
import { Heading, Lead, TopRow } from '../touch/text.tsx';
import { ToolsBar } from '../touch/tools-bar.tsx';
import { ToolsSheet } from '../touch/tools-sheet.tsx';
import { IdleClock } from '../touch/window-clock.tsx';
import { Header, nothing, tools } from './gallery-frame.tsx';
import { ChoicePage } from './pages-questions.tsx';

const asked = new URLSearchParams(location.search);

export function AttractPage() {
  const night = asked.get('palette') === 'dark';
  return (
    <Attract
      name="Điểm Chạm"
      clock="19:42"
      date="Thứ Bảy, 21/11"
      time={night ? 'night' : 'day'}
      promises={[
        {
          icon: 'unlinked',
          title: 'Đang chưa có mạng.',
          text: 'Hồ sơ vẫn nộp được: máy giữ kín và gửi khi có mạng.',
          tone: 'advice',
        },
        { icon: 'lock', title: 'Xong là xóa.', text: 'Người đến sau không thấy gì của bạn.' },
      ]}
      tools={
        <ToolsBar
          tools={tools()
            .filter((tool) => ['read', 'look', 'reach', 'help'].includes(tool.id))
            .map((tool) => ({ ...tool, whenLarge: undefined }))}
        />
      }
    >
      <Heading size="promise">
        Việc giấy tờ,
        <br />
        làm ngay dưới sảnh.
      </Heading>
      <Lead>Khai sinh, cư trú, bảo hiểm y tế, đi học, giấy phép.</Lead>
      <div className="languages">
        <Button kind="primary" size="attract" note="Chạm để bắt đầu" onPress={nothing} lang="vi">
          Tiếng Việt
        </Button>
        <Button size="attract" note="Touch to start" onPress={nothing} lang="en">
          English
        </Button>
      </div>
    </Attract>
  );
}

export function HomePage() {
  return (
    <Frame
      screen="home"
      header={<Header />}
      reachScene={<AttractScene time="day" />}
      tools={<ToolsBar tools={tools(asked.has('reach') ? 'reach' : undefined)} />}
    >
      <TopRow>
        <Heading>Hôm nay bạn cần làm việc gì?</Heading>
        <SearchField
          label="Tìm việc cần làm"
          example={
            <>
              Gõ tên việc, ví dụ: <strong>tạm&nbsp;trú</strong>
            </>
          }
          value=""
          isActive={false}
          onActivate={nothing}
          onKey={nothing}
        />
      </TopRow>
      <CardGrid columns={2} fills>
        <LifeEventCard
          icon="cradle"
          title="Sinh con"
          examples="Khai sinh, thường trú, thẻ bảo hiểm"
          onPress={nothing}
        />
        <LifeEventCard icon="house" title="Chỗ ở" examples="Thường trú, tạm trú" onPress={nothing} />
        <LifeEventCard
          icon="health"
          title="Bảo hiểm y tế"
          examples="Thẻ mới, cấp lại, đổi nơi khám"
          onPress={nothing}
        />
        <LifeEventCard icon="book" title="Đi học" examples="Mầm non, lớp 1, lớp 6" onPress={nothing} />
        <LifeEventCard icon="rings" title="Kết hôn" examples="Đăng ký, xác nhận tình trạng" onPress={nothing} />
        <LifeEventCard icon="cert" title="Bản sao, xác nhận" examples="Trích lục, lý lịch tư pháp" onPress={nothing} />
        <LifeEventCard icon="licence" title="Giấy phép, kinh doanh" examples="Lái xe, hành nghề" onPress={nothing} />
        <LifeEventCard icon="lotus" title="Người thân qua đời" examples="Khai tử, mai táng phí" onPress={nothing} />
      </CardGrid>
      <CardGrid columns={2}>
        <LinkCard kind="tint" icon="folder" title="Theo dõi hồ sơ" note="Quét mã trên phiếu" onPress={nothing} />
        <LinkCard kind="tint" icon="resume" title="Viết tiếp hồ sơ dở" note="Có phiếu làm tiếp" onPress={nothing} />
        <LinkCard icon="speech" title="Góp ý, phản ánh" onPress={nothing} />
        <LinkCard icon="bridge" title="Thông tin phường" onPress={nothing} />
      </CardGrid>
    </Frame>
  );
}

export function IdlePage() {
  return (
    <Frame
      screen="idle"
      header={<Header />}
      tools={<ToolsBar tools={tools()} />}
      reading={
        <CentredWords>
          <IdleClock secondsLeft={24} unit="giây" />
          <div className="idle-words">
            <Heading centred>Bạn còn ở đó không?</Heading>
            <Lead centred>Màn hình đã che phần bạn đang làm. Hết giờ, máy xóa sạch để giữ riêng tư cho bạn.</Lead>
          </div>
        </CentredWords>
      }
      actions={
        <StackedActs>
          <Button kind="primary" size="attract" onPress={nothing} autoFocus>
            Tôi còn ở đây
          </Button>
          <Button kind="danger" size="primary" onPress={nothing}>
            Xóa ngay và kết thúc
          </Button>
        </StackedActs>
      }
    />
  );
}

export function ToolsSheetPage() {
  const [textSize, setTextSize] = useState<TextSize>(100);
  const [palette, setPalette] = useState<Palette>((asked.get('palette') ?? 'light') as Palette);
  const [hand, setHand] = useState<Hand>(asked.get('hand') === 'left' ? 'left' : 'right');
  const [motion, setMotion] = useState<Motion>('full');
  return (
    <>
      <ChoicePage />
      <ToolsSheet
        isOpen
        onClose={nothing}
        title="Chữ, màu và giọng đọc"
        textSize={textSize}
        onTextSize={(size) => {
          setTextSize(size);
          setPanel({ textSize: size });
        }}
        palette={palette}
        onPalette={(name) => {
          setPalette(name);
          setPanel({ palette: name });
        }}
        hand={hand}
        onHand={(chosen) => {
          setHand(chosen);
          setPanel({ hand: chosen });
        }}
        motion={motion}
        onMotion={(chosen) => {
          setMotion(chosen);
          setPanel({ motion: chosen });
        }}
        onReset={() => {
          setTextSize(100);
          setPalette('light');
          setHand('right');
          setMotion('full');
          setPanel({ textSize: 100, palette: 'light', hand: 'right', motion: 'full' });
        }}
        words={{
          textSize: 'Cỡ chữ',
          sizes: { 100: 'Vừa', 125: 'Lớn', 150: 'Rất lớn', 200: 'Gấp đôi' },
          palette: 'Màu',
          palettes: { light: 'Sáng', dark: 'Tối', contrast: 'Rõ nét' },
          hand: 'Tay bấm',
          hands: { left: 'Tay trái', right: 'Tay phải' },
          motion: 'Chuyển động',
          motions: { full: 'Như thường', less: 'Ít thôi' },
          note: 'Người đến sau sẽ thấy lại chữ, màu và tiếng như ban đầu.',
          reset: 'Như ban đầu',
          done: 'Xong',
        }}
        doors={[
          { label: 'Người hỗ trợ', onPress: nothing },
          { label: 'Kỹ thuật', onPress: nothing },
        ]}
      />
    </>
  );
}
