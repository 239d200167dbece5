export default {
  label: '표시 중인 에포크',
  play: '에포크를 차례로 재생',
  pause: '재생 일시 정지',
  of: '{epoch}/{epochs}',
  epoch: '에포크 {epoch}',
  live: '따라가기',
  liveTip: '새 에포크가 끝날 때마다 표시합니다',
  none: '에포크 없음',
}
