export default {
  title: '키보드 단축키',
  groups: { everywhere: '어디서나', run: '실행', timeline: '타임라인', gallery: '갤러리' },
  view: '{name} 보기 열기',
  help: '이 목록 표시',
  start: '훈련 시작',
  pause: '일시 정지 또는 재개',
  step: '일시 정지 중 한 배치 훈련',
  previous: '이전 에포크',
  next: '다음 에포크',
  first: '첫 에포크',
  latest: '최신 에포크',
  play: '에포크를 차례로 재생',
}
