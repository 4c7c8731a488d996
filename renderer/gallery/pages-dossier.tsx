import { useState } from 'react';
import { Banner, ProblemSummary } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActCard, CardScanPicture } from '../touch/card-scan-picture.tsx';
import { CardGrid, FactCard, PaperLines, Results } from '../touch/cards.tsx';
import { CheckRow } from '../touch/check-row.tsx';
import { Crossing } from '../touch/crossing.tsx';
import { ReviewGroup } from '../touch/facts.tsx';
import { ActionBar, Frame } from '../touch/frame.tsx';
import { Rating } from '../touch/rating.tsx';
import { Slip } from '../touch/slip.tsx';
import { Badge, Heading, Highlight, Lead, Note, SectionTitle } from '../touch/text.tsx';
import { Steps, Timeline, WardAsks } from '../touch/timeline.tsx';
import { ToolsBar } from '../touch/tools-bar.tsx';
import { PaperViewfinder, PictureChecks } from '../touch/viewfinder.tsx';
import { WindowSpinner } from '../touch/window-clock.tsx';
import { Header, nothing, QuestionFrame, tools } from './gallery-frame.tsx';
import { ratingAnswers } from './gallery-words.ts';

const back = (
  <Button kind="quiet" icon="left" onPress={nothing} iconOnlyWhenLarge>
    Quay lại
  </Button>
);

export function ServicePage() {
  return (
    <Frame
      screen="service"
      header={<Header />}
      tools={<ToolsBar tools={tools('read')} />}
      reading={
        <>
          <Badge icon="linked">Làm hết tại máy</Badge>
          <Heading size="crowded">Khai sinh cho con, kèm thường trú và thẻ bảo hiểm y tế</Heading>
        </>
      }
      actions={
        <ActionBar
          back={back}
          extra={
            <>
              <Button icon="help" onPress={nothing}>
                Xem điều kiện
              </Button>
              <Button icon="printer" onPress={nothing}>
                In giấy cần mang
              </Button>
            </>
          }
          primary={
            <Button kind="primary" forward note="khoảng 8 phút" onPress={nothing}>
              Bắt đầu
            </Button>
          }
        />
      }
    >
      <Results
        title={<Highlight>Bạn nhận được ba kết quả</Highlight>}
        results={[
          { icon: 'cert', title: 'Giấy khai sinh', note: 'trong ngày làm việc' },
          { icon: 'house', title: 'Thường trú', note: 'khoảng 2 ngày' },
          { icon: 'health', title: 'Thẻ bảo hiểm', note: 'khoảng 2 ngày' },
        ]}
      />
      <CardGrid>
        <FactCard icon="clock" label="Thời hạn" value="3 ngày làm việc">
          Lâu nhất 5 ngày. Phường nhận sau 15 giờ thì tính từ ngày sau.
        </FactCard>
        <FactCard icon="coin" label="Lệ phí" value="0 đến 10.000 đồng">
          Khai sinh và thẻ: 0 đồng. Thường trú: có thể 10.000 đồng.
        </FactCard>
      </CardGrid>
      <div>
        <SectionTitle>Ai làm được</SectionTitle>
        <p>Cha, mẹ, ông bà, người thân. Con dưới 6 tuổi.</p>
      </div>
      <div>
        <SectionTitle>Mang theo</SectionTitle>
        <PaperLines
          papers={[
            { name: 'Thẻ căn cước của người đi khai' },
            { name: 'Giấy chứng sinh của bệnh viện' },
            { name: 'Giấy kết hôn', condition: 'nếu cha mẹ đã đăng ký' },
            { name: 'Ý kiến chủ hộ', condition: 'nếu con ở nhờ hộ khác' },
          ]}
        />
      </div>
    </Frame>
  );
}

export function IdentityPage() {
  return (
    <QuestionFrame
      screen="identity"
      sideBySide
      section={1}
      words="Phần 1 trên 6: Người đi khai"
      place="Câu 1 trên 3"
      heading="Đưa thẻ căn cước vào ô quét"
      lead="Quay mặt có mã vuông vào ô sáng, ngay dưới màn hình."
      extra={
        <Button kind="tint" size="primary" onPress={nothing}>
          Gõ 12 số căn cước thay vì quét
        </Button>
      }
      primary={
        <Button kind="secondary" onPress={nothing}>
          Tôi không mang thẻ
        </Button>
      }
    >
      <ActCard picture={<CardScanPicture />}>
        <WindowSpinner words="Đang chờ thẻ…" note="Máy chỉ đọc số, họ tên, ngày sinh, địa chỉ. Không chụp ảnh thẻ." />
      </ActCard>
    </QuestionFrame>
  );
}

export function PapersPage() {
  return (
    <QuestionFrame
      screen="papers"
      sideBySide
      section={6}
      words="Phần 6 trên 6: Giấy tờ"
      place="Giấy 1 trên 2"
      heading="Giấy chứng sinh: chữ phía dưới hơi mờ"
      extra={
        <>
          <Button onPress={nothing}>Dùng ảnh này</Button>
          <Button onPress={nothing}>Để sau</Button>
        </>
      }
      primary={
        <Button kind="primary" icon="camera" onPress={nothing}>
          Chụp lại
        </Button>
      }
    >
      <PaperViewfinder badRegion={{ left: 0.28, top: 0.66, width: 0.44, height: 0.22 }}>{null}</PaperViewfinder>
      <PictureChecks
        label="Kiểm tra ảnh"
        checks={[
          { label: 'Đủ bốn góc', isGood: true },
          { label: 'Đủ sáng', isGood: true },
          { label: 'Không bị lóa', isGood: true },
          { label: 'Chữ chưa rõ hết', isGood: false },
        ]}
      />
      <Banner tone="advice">
        Đặt giấy nằm phẳng, giữ yên đến khi nghe tiếng «tách». Ảnh mờ là lý do phường hay yêu cầu bổ sung.
      </Banner>
    </QuestionFrame>
  );
}

export function ReviewPage() {
  const [isPledged, setPledged] = useState(false);
  return (
    <Frame
      screen="review"
      header={<Header />}
      tools={<ToolsBar tools={tools()} />}
      reading={
        <Heading size="crowded" beside={<Badge icon="check">Không thiếu gì</Badge>}>
          Xem lại trước khi nộp
        </Heading>
      }
      answer={
        <CheckRow isChecked={isPledged} onChange={setPledged}>
          Tôi cam đoan những điều trên là đúng. Khai sai thì kết quả có thể bị hủy.
        </CheckRow>
      }
      actions={
        <ActionBar
          back={back}
          primary={
            <Button kind="primary" forward onPress={nothing}>
              Nộp hồ sơ
            </Button>
          }
        />
      }
    >
      <ReviewGroup
        title="Em bé"
        changeLabel="Sửa"
        onChange={nothing}
        facts={[
          { label: 'Họ và tên', value: 'Nguyễn Thị Hường' },
          { label: 'Sinh ngày', value: 'Thứ Tư, 11/11/2026' },
          { label: 'Giới tính', value: 'Nữ' },
        ]}
      />
      <ReviewGroup
        title="Cha mẹ"
        changeLabel="Sửa"
        onChange={nothing}
        facts={[
          { label: 'Mẹ', value: 'Trần Thị Ngân' },
          { label: 'Cha', value: 'Nguyễn Văn Sơn' },
          { label: 'Số căn cước', value: 'mẹ •••• 0012, cha •••• 0031' },
        ]}
      />
      <ReviewGroup
        title="Nơi ở, nơi khám"
        changeLabel="Sửa"
        onChange={nothing}
        facts={[
          { label: 'Địa chỉ', value: 'Ngõ 12/34 phố Khâm Thiên, phường Ô Chợ Dừa, Hà Nội' },
          { label: 'Chủ hộ', value: 'Nguyễn Hữu Dũng (ông nội)' },
        ]}
      />
      <ReviewGroup
        title="Giấy tờ"
        changeLabel="Sửa"
        onChange={nothing}
        facts={[{ label: 'Đã chụp', value: 'Giấy chứng sinh, ý kiến chủ hộ' }]}
      />
    </Frame>
  );
}

const leave = (
  <ActionBar
    back={
      <Button kind="quiet" icon="printer" onPress={nothing}>
        In lại phiếu
      </Button>
    }
    primary={
      <Button kind="primary" onPress={nothing}>
        Xong, xóa màn hình
      </Button>
    }
  />
);

// A signed slip is about this long.
const slipText = `DC1.A6-0147.${'K7P2QXm4Hs9'.repeat(9)}`;

export function KeptPage() {
  return (
    <Frame
      screen="kept"
      sideBySide
      header={<Header />}
      tools={<ToolsBar tools={tools()} />}
      actions={leave}
      reading={
        <>
          <Crossing state="kept" />
          <Heading>Hồ sơ đang được giữ ở đây, chưa tới phường.</Heading>
          <Lead>Bạn không cần chờ. Máy tự gửi khi có mạng. Hồ sơ đã khóa kín, chỉ phường mở được.</Lead>
        </>
      }
    >
      <Slip
        title="Phiếu giữ hồ sơ"
        numberLabel="Số phiếu tại máy này"
        number="A6-0147"
        lines={[
          { text: 'Khai sinh, thường trú, thẻ BHYT' },
          { text: 'Giữ lúc 19:42, thứ Bảy 21/11/2026', weight: 'quiet' },
          { text: 'Chưa tới phường. Chưa phải mã hồ sơ.', weight: 'strong' },
        ]}
        checkLabel="Mã kiểm tra"
        check="K7P2QX"
        qr={slipText}
        qrLabel="Mã vuông của phiếu"
      />
      <Steps
        steps={[
          { title: 'Cầm phiếu đang in ra dưới màn hình', note: 'Trên phiếu không có tên hay số căn cước.' },
          { title: 'Hồ sơ tới nơi, bạn có tin nhắn', note: 'Gửi tới số 090 •••• 123, kèm mã hồ sơ.' },
          { title: 'Muốn xem lại, quét phiếu này', note: 'Tại máy này, hoặc Điểm Chạm khác khi có mạng.' },
        ]}
      />
    </Frame>
  );
}

export function ReceivedPage() {
  const [rating, setRating] = useState<string>();
  return (
    <Frame
      screen="received"
      sideBySide
      header={<Header linked />}
      tools={<ToolsBar tools={tools()} />}
      actions={leave}
      reading={
        <>
          <Crossing state="received" hasJustCrossed />
          <Heading>Hồ sơ đã tới phường Ô Chợ Dừa.</Heading>
          <Lead>Cán bộ sẽ kiểm tra, rồi báo tiếp nhận và ngày trả kết quả.</Lead>
        </>
      }
    >
      <Slip
        title="Phiếu báo hồ sơ đã tới"
        numberLabel="Mã hồ sơ"
        number="H26.12-20261121-0000147"
        lines={[
          { text: 'Khai sinh, thường trú, thẻ BHYT' },
          { text: 'Tới lúc 19:44, thứ Bảy 21/11/2026', weight: 'quiet' },
          { text: 'Chưa phải giấy tiếp nhận.', weight: 'strong' },
        ]}
        checkLabel="Mã kiểm tra"
        check="K7P2QX"
        qr={slipText}
        qrLabel="Mã vuông của phiếu"
      />
      <Steps
        steps={[
          { title: 'Cầm phiếu đang in ra', note: 'Giữ đến khi nhận đủ ba kết quả.' },
          { title: 'Phường làm bản nháp giấy khai sinh để bạn xem', note: 'Trong 1 ngày không trả lời là đồng ý.' },
        ]}
      />
      <Rating
        title="Hôm nay bạn có hài lòng không?"
        note="Không bắt buộc, không ghi tên."
        chosen={rating}
        onChoose={setRating}
        answers={ratingAnswers}
      />
    </Frame>
  );
}

export function CasePage() {
  return (
    <Frame
      screen="case"
      header={<Header linked />}
      tools={<ToolsBar tools={tools()} />}
      actions={
        <ActionBar
          back={back}
          primary={
            <Button kind="primary" icon="camera" onPress={nothing}>
              Chụp lại ngay
            </Button>
          }
        />
      }
      reading={
        <>
          <Note>Mã hồ sơ H26.12-20261116-0000093</Note>
          <Heading size="crowded">Phường cần bạn chụp lại một giấy tờ</Heading>
        </>
      }
    >
      <WardAsks
        icon="paper"
        title="Giấy chứng sinh"
        quote="«Ảnh mờ góc dưới, không đọc được số và quyển số.»"
        left="Còn 6 ngày làm việc"
        until="đến hết thứ Hai, 30/11"
        daysLabel="Những ngày làm việc còn lại"
        days={[
          { weekday: 'T6', day: '20', state: 'passed' },
          { weekday: 'T2', day: '23', state: 'left' },
          { weekday: 'T3', day: '24', state: 'left' },
          { weekday: 'T4', day: '25', state: 'left' },
          { weekday: 'T5', day: '26', state: 'left' },
          { weekday: 'T6', day: '27', state: 'left' },
          { weekday: 'T2', day: '30', state: 'last' },
        ]}
        note="Trong lúc chờ bạn, thời hạn giải quyết tạm dừng. Quá hạn, hồ sơ bị trả lại."
      />
      <SectionTitle>Hồ sơ đã đi đến đâu</SectionTitle>
      <Timeline
        label="Hồ sơ đã đi đến đâu"
        rows={[
          { state: 'done', title: 'Nộp tại Điểm Chạm', note: 'Thứ Hai, 16/11, 19:10' },
          { state: 'done', title: 'Phường đã tiếp nhận', note: 'Thứ Hai, 16/11, 20:02' },
          { state: 'asks', title: 'Cần bổ sung giấy tờ', note: 'Thứ Năm, 19/11, 10:15. Đang chờ bạn' },
          { state: 'ahead', title: 'Xử lý', note: 'Sau khi phường nhận ảnh mới' },
          { state: 'ahead', title: 'Trả kết quả', note: 'Ba kết quả, gửi bưu điện và VNeID' },
        ]}
      />
    </Frame>
  );
}

export function ProblemsPart() {
  return (
    <ProblemSummary
      title="Còn hai chỗ phải sửa"
      problems={[
        { id: '1', text: 'Số căn cước của cha thiếu một số.', onGo: nothing },
        { id: '2', text: 'Ngày cấp giấy kết hôn sau ngày hôm nay.', onGo: nothing },
      ]}
    />
  );
}
