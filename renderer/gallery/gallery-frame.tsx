import { type ReactNode, useState } from 'react';
import './gallery.css';
import { Button } from '../touch/button.tsx';
import { ActionBar, Frame } from '../touch/frame.tsx';
import { NetworkPill, StatusHeader } from '../touch/header.tsx';
import { ProgressBridge } from '../touch/progress-bridge.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { type Tool, ToolsBar } from '../touch/tools-bar.tsx';

export const nothing = () => undefined;

export function tools(on?: string): Tool[] {
  const bar: Tool[] = [
    {
      id: 'read',
      icon: on === 'read' ? 'pause' : 'speaker',
      label: on === 'read' ? 'Dừng đọc' : 'Đọc to',
      onPress: nothing,
      isOn: on === 'read',
    },
    { id: 'look', icon: 'aa', label: 'Chữ, màu', onPress: nothing, whenLarge: 'hidden' },
    { id: 'reach', icon: 'reach', label: 'Hạ thấp', onPress: nothing, isOn: on === 'reach', whenLarge: 'hidden' },
    { id: 'language', icon: 'globe', label: 'English', onPress: nothing, whenLarge: 'hidden', lang: 'en' },
    { id: 'help', icon: 'people', label: 'Nhờ giúp', onPress: nothing, whenLarge: 'hidden' },
    { id: 'cover', icon: 'cover', label: 'Che lại', onPress: nothing, whenLarge: 'hidden' },
    { id: 'all', icon: 'aa', label: 'Công cụ', onPress: nothing, whenLarge: 'only' },
    { id: 'leave', icon: 'exit', label: 'Kết thúc', onPress: nothing, leaves: true },
  ];
  return bar;
}

export function Header({ linked }: { readonly linked?: boolean }) {
  return (
    <StatusHeader
      name="Điểm Chạm"
      place="Phường Ô Chợ Dừa"
      network={<NetworkPill linked={linked ?? false} words={linked ? 'Có mạng' : 'Chưa có mạng, vẫn nộp được'} />}
    />
  );
}

type QuestionFrameProps = {
  readonly screen: string;
  readonly section?: number;
  readonly words?: string;
  readonly place?: string;
  readonly heading: string;
  readonly lead?: string;
  readonly children?: ReactNode;
  readonly answer?: ReactNode;
  readonly keyboard?: ReactNode;
  readonly primary?: ReactNode;
  readonly extra?: ReactNode;
  readonly linked?: boolean;
  readonly on?: string;
  readonly sideBySide?: boolean;
};

export function QuestionFrame(props: QuestionFrameProps) {
  return (
    <Frame
      screen={props.screen}
      sideBySide={props.sideBySide}
      header={<Header linked={props.linked} />}
      reading={
        <>
          {props.section && (
            <ProgressBridge sections={6} now={props.section} words={props.words ?? ''} place={props.place ?? ''} />
          )}
          <Heading>{props.heading}</Heading>
          {props.lead && <Lead>{props.lead}</Lead>}
        </>
      }
      answer={props.answer}
      keyboard={props.keyboard}
      actions={
        <ActionBar
          back={
            <Button kind="quiet" icon="left" onPress={nothing} iconOnlyWhenLarge>
              Quay lại
            </Button>
          }
          extra={props.extra}
          primary={
            props.primary ?? (
              <Button kind="primary" forward onPress={nothing}>
                Tiếp tục
              </Button>
            )
          }
        />
      }
      tools={<ToolsBar tools={tools(props.on)} />}
    >
      {props.children}
    </Frame>
  );
}

export function useChosen(first: readonly string[]) {
  return useState<readonly string[]>(first);
}
