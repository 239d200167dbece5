import type en from './en'

const ko: typeof en = {
  appName: 'Latent Lab',
  menu: {
    file: '파일(&F)', edit: '편집(&E)', view: '보기(&V)', window: '창(&W)', help: '도움말(&H)',
    quit: '종료(&Q)', contents: '도움말(&H)', tour: '둘러보기(&T)', shortcuts: '키보드 단축키(&K)', logs: '로그 열기(&L)', about: 'Latent Lab 정보(&A)',
    undo: '실행 취소(&U)', redo: '다시 실행(&R)', cut: '잘라내기(&T)', copy: '복사(&C)', paste: '붙여넣기(&P)', selectAll: '모두 선택(&A)', delete: '삭제(&D)',
    reload: '새로 고침(&R)', toggleDevTools: '개발자 도구 전환(&D)', resetZoom: '실제 크기(&S)', zoomIn: '확대(&I)', zoomOut: '축소(&O)',
    togglefullscreen: '전체 화면 전환(&F)', minimize: '최소화(&N)', zoom: '확대/축소(&Z)',
  },
  cannotStart: 'Latent Lab을 시작할 수 없습니다.',
  runFiles: 'Latent Lab 실행',
  filesOf: kind => `${kind} 파일`,
  quit: {
    message: '실행을 훈련하는 중입니다.',
    detail: '완료된 에포크는 보관되지만 진행 중인 에포크는 보관되지 않습니다.',
    stay: '계속 훈련',
    leave: '종료',
  },
  quitUnsaved: {
    message: epochs => `완료된 에포크 ${epochs}개가 디스크에 저장되지 않았습니다.`,
    detail: '디스크에 쓸 수 없어 메모리에만 있으며, 지금 종료하면 사라집니다. 공간을 확보하거나 설정에서 다른 실행 폴더를 선택하세요.',
    stay: '종료하지 않음',
    leave: '버리고 종료',
  },
  purge: {
    message: runs => `실행 ${runs}개를 완전히 삭제하시겠습니까?`,
    detail: megabytes => `디스크 공간 ${megabytes}MB가 확보되며 되돌릴 수 없습니다. 삭제하지 않으면 앱을 종료할 때 시스템 휴지통으로 옮겨집니다.`,
    keep: '지금은 유지',
    purge: '완전히 삭제',
  },
  windowCrashed: {
    message: '창이 1분 사이에 여러 번 비정상 종료되었습니다.',
    detail: '엔진은 계속 작동하고 있습니다. 창을 다시 표시하시겠습니까?',
    reload: '다시 표시',
    quit: '종료',
  },
  windowSilent: {
    message: '창이 응답하지 않습니다.',
    detail: '엔진은 계속 작동하고 있습니다. 창을 새로 고치시겠습니까?',
    reload: '새로 고침',
    wait: '기다리기',
  },
}

export default ko
